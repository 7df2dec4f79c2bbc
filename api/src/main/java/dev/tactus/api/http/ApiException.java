package dev.tactus.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Problem;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The request is answered with an error. The message is for the client and says what to do; it never holds a secret. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Seconds after which a client may try again when nothing better is known. */
    private static final int SHORTLY = 1;

    private final ErrorCode code;
    private final transient @Nullable ObjectNode data;
    private final @Nullable Integer retryAfterSeconds;

    private ApiException(
            ErrorCode code, String message, @Nullable ObjectNode data, @Nullable Integer retryAfterSeconds) {
        super(message);
        this.code = code;
        this.data = data;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public static ApiException of(ErrorCode code, String message) {
        return new ApiException(code, message, null, null);
    }

    /** @param problems every problem of the request */
    public static ApiException invalid(List<Problem> problems) {
        ObjectNode data = Json.object();
        data.set("issues", Json.tree(problems));
        return new ApiException(ErrorCode.BAD_REQUEST, "Input validation failed", data, null);
    }

    /** The body is not what a body must be. */
    public static ApiException malformed(String why) {
        return of(ErrorCode.BAD_REQUEST, "Malformed request. " + why);
    }

    public static ApiException notFound(String what) {
        return of(ErrorCode.NOT_FOUND, what);
    }

    /** Nothing was done; the same request may be sent again. */
    public static ApiException unavailable(String why) {
        return new ApiException(ErrorCode.SERVICE_UNAVAILABLE, why, null, SHORTLY);
    }

    /** The command may have been written, and may yet be applied. */
    public static ApiException unknownOutcome(UUID commandId) {
        return new ApiException(
                ErrorCode.GATEWAY_TIMEOUT,
                "The request was accepted, but it was not yet seen applied: read before you send it again",
                Json.object().put("command_id", commandId.toString()),
                null);
    }

    /** The processor could not apply the command; its dead letter stands under the id. */
    public static ApiException failed(UUID commandId, String message) {
        return new ApiException(
                ErrorCode.INTERNAL_SERVER_ERROR, message, Json.object().put("command_id", commandId.toString()), null);
    }

    public ErrorCode code() {
        return code;
    }

    /** Seconds; null when waiting does not help. */
    @Nullable
    Integer retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The body, not yet wrapped. */
    ObjectNode body() {
        ObjectNode body = Json.object()
                .put("defined", false)
                .put("code", code.name())
                .put("status", code.status())
                .put("message", getMessage());
        if (data != null) {
            body.set("data", data);
        }
        return body;
    }
}
