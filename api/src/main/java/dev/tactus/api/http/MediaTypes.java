package dev.tactus.api.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.http.ServerRequestHeaders;
import java.util.Locale;
import java.util.Optional;

/** Which bodies are read: JSON in UTF-8, not compressed. */
final class MediaTypes {
    private MediaTypes() {}

    /** @throws ApiException for any other */
    static void check(ServerRequestHeaders headers) {
        Optional<HttpMediaType> type;
        try {
            type = headers.contentType();
        } catch (IllegalArgumentException e) {
            type = Optional.empty();
        }
        if (type.isEmpty() || !isJson(type.get())) {
            throw ApiException.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body must be JSON: send content-type: application/json");
        }
        String encoding = headers.first(HeaderNames.CONTENT_ENCODING).orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw ApiException.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Compressed bodies are not read: leave content-encoding out");
        }
    }

    private static boolean isJson(HttpMediaType type) {
        String subtype = type.mediaType().subtype().toLowerCase(Locale.ROOT);
        boolean json = type.mediaType().type().equalsIgnoreCase("application")
                && (subtype.equals("json") || subtype.endsWith("+json"));
        return json
                && type.charset()
                        .map(charset -> charset.equalsIgnoreCase("utf-8"))
                        .orElse(true);
    }
}
