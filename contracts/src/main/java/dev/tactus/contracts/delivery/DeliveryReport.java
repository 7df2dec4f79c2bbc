package dev.tactus.contracts.delivery;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a dispatcher says of one attempt to deliver a callback, the value of {@code delivery-reports}; the record's key is
 * the job's. A report of an attempt that is not pending is ignored.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeliveryReport.Started.class, name = "started"),
    @JsonSubTypes.Type(value = DeliveryReport.Heartbeat.class, name = "heartbeat"),
    @JsonSubTypes.Type(value = DeliveryReport.Deferred.class, name = "deferred"),
    @JsonSubTypes.Type(value = DeliveryReport.Attempted.class, name = "attempted"),
})
public sealed interface DeliveryReport {
    String tenant();

    UUID deliveryId();

    int attempt();

    /** A dispatcher has taken the attempt over; begins its lease. */
    record Started(String tenant, UUID deliveryId, int attempt) implements DeliveryReport {}

    /** The attempt still waits or is under way; renews its lease. */
    record Heartbeat(String tenant, UUID deliveryId, int attempt) implements DeliveryReport {}

    /**
     * The attempt was not made: the same attempt is to be handed out again later.
     *
     * @param seconds how much later, as far as this dispatcher can tell
     * @param cause BUSY when the record does not say
     */
    record Deferred(String tenant, UUID deliveryId, int attempt, long seconds, Cause cause) implements DeliveryReport {
        public Deferred {
            cause = Objects.requireNonNullElse(cause, Cause.BUSY);
        }
    }

    /** Why an attempt was not made. */
    enum Cause {
        /** Too much waits for its host, which answers. */
        BUSY,
        /** Its host has not answered lately, and each call to it would take its whole time. */
        SILENT
    }

    /**
     * The attempt ended.
     *
     * @param status the HTTP status; null when there was no answer
     * @param error what went wrong in words; null with a 2xx
     * @param retryAfterSeconds what the receiver asked for; null without
     * @param durationMillis from the start of the attempt to its end
     * @param responseHeaders the first headers of the answer, by their names in lower case
     * @param response the first part of the answer's body
     */
    record Attempted(
            String tenant,
            UUID deliveryId,
            int attempt,
            Verdict verdict,
            @Nullable Integer status,
            @Nullable String error,
            @Nullable Long retryAfterSeconds,
            long durationMillis,
            Map<String, String> responseHeaders,
            @Nullable String response)
            implements DeliveryReport {

        public Attempted {
            responseHeaders = responseHeaders == null ? Map.of() : Map.copyOf(responseHeaders);
        }
    }

    enum Verdict {
        DELIVERED,
        /** Another attempt may succeed. */
        RETRY,
        /** No further attempt can succeed. */
        REJECTED,
        /** 410: the endpoint wants nothing any more. */
        GONE
    }
}
