package dev.tactus.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A request whose sender is known and may make it.
 *
 * @param route as in {@code schedules/create}
 * @param body without its wrapping
 * @param idempotencyKey the header, unchecked
 * @param ifMatch the header, unchecked
 */
public record Call(
        Caller caller,
        String route,
        ObjectNode body,
        @Nullable String idempotencyKey,
        @Nullable String ifMatch) {
    public String tenant() {
        return caller.tenant();
    }
}
