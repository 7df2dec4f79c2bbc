package dev.tactus.api.http;

import dev.tactus.contracts.Json;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.DirectHandlers;

/** Gives the envelope to what the server refuses before a route is asked: bad request lines, headers that are too long. */
public final class DirectErrors {
    private DirectErrors() {}

    public static DirectHandlers handlers() {
        DirectHandler handler = (request, event, status, headers, message) -> {
            ErrorCode code = ErrorCode.of(status.code());
            ApiException error = event == EventType.BAD_REQUEST
                    ? ApiException.malformed("It is not HTTP as this server reads it.")
                    : ApiException.of(code, status.reasonPhrase());
            return DirectHandler.TransportResponse.builder()
                    .status(status)
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
}
