package dev.tactus.api.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.regex.Pattern;

/** Which bodies are read: JSON in UTF-8, not compressed. */
final class MediaTypes {
    private static final Pattern JSON = Pattern.compile(
            "\\s*application/(json|[a-z0-9.-]+\\+json)\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?;?\\s*",
            Pattern.CASE_INSENSITIVE);

    private MediaTypes() {}

    /** @throws ApiException for what is not said to be JSON */
    static void checkType(ServerRequestHeaders headers) {
        String type = headers.first(HeaderNames.CONTENT_TYPE).orElse("");
        if (!JSON.matcher(type).matches()) {
            throw ApiException.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body must be JSON: send content-type: application/json");
        }
    }

    static ApiException compressed() {
        return ApiException.of(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Compressed bodies are not read: leave content-encoding out");
    }
}
