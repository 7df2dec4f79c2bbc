package dev.tactus.api.http;

import dev.tactus.contracts.Json;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/** Gives the envelope to what the server refuses before a route is asked: bad request lines, headers that are too long. */
public final class DirectErrors {
    private DirectErrors() {}

    public static DirectHandlers handlers() {
        DirectHandler handler = (request, event, status, headers, message) -> {
            ApiException error = error(request, event, status);
            return DirectHandler.TransportResponse.builder()
                    .status(Status.create(error.code().status()))
                    .headers(headers)
                    .header(HeaderValues.CONTENT_TYPE_JSON)
                    .keepAlive(event.keepAlive())
                    .entity(Json.bytes(error.body()))
                    .build();
        };
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType event : EventType.values()) {
            handlers.addHandler(event, handler);
        }
        return handlers.build();
    }

    private static ApiException error(DirectHandler.TransportRequest request, EventType event, Status status) {
        if (event != EventType.BAD_REQUEST) {
            return ApiException.of(ErrorCode.of(status.code()), status.reasonPhrase());
        }
        // The server refuses compressed bodies by itself, as bad requests.
        return request.headers() != null && request.headers().contains(HeaderNames.CONTENT_ENCODING)
                ? MediaTypes.compressed()
                : ApiException.malformed("It is not HTTP as this server reads it.");
    }
}
