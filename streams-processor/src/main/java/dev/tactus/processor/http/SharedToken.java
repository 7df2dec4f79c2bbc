package dev.tactus.processor.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Lets a request pass that carries the token which all services share. */
final class SharedToken implements HttpService {
    static final String HEADER = "x-tactus-token";
    private static final HeaderName NAME = HeaderNames.create(HEADER);

    private final byte[] token;

    SharedToken(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any(this::check);
    }

    private void check(ServerRequest request, ServerResponse response) {
        byte[] given = request.headers().first(NAME).orElse("").getBytes(StandardCharsets.UTF_8);
        // Takes as long for a wrong first character as for a wrong last one.
        if (MessageDigest.isEqual(token, given)) {
            response.next();
        } else {
            InternalServer.send(
                    response.status(Status.UNAUTHORIZED_401),
                    InternalServer.message(
                            "the header `" + HEADER + "` must carry the shared token of `internal.token`"));
        }
    }
}
