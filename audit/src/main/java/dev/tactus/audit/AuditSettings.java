package dev.tactus.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * What is audited.
 *
 * @param kafka settings of the Kafka client, {@code bootstrap.servers} among them
 * @param from findings of earlier instants are left out; null for none
 * @param to findings of later instants are left out; null for none
 * @param dueBy what is due up to here must have its verdict
 * @param tenant whose schedules are audited; null for all
 * @param lateWindow of the processor: an instant decided within it of being due is late, not missed
 */
public record AuditSettings(
        Map<String, String> kafka,
        @Nullable Instant from,
        @Nullable Instant to,
        Instant dueBy,
        @Nullable String tenant,
        Duration lateWindow) {
    /** The processor's, unless its configuration says otherwise. */
    public static final Duration LATE_WINDOW = Duration.ofSeconds(60);

    public AuditSettings {
        kafka = Map.copyOf(kafka);
        if (!kafka.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException(
                    "`kafka.bootstrap.servers` is missing: set it to the host:port of Kafka");
        }
        Instant last = to == null ? dueBy : to;
        if (from != null && from.isAfter(last)) {
            throw new IllegalArgumentException("from " + from + " is after to " + last);
        }
    }

    /** Without the client settings, which may hold a password. */
    @Override
    public String toString() {
        return "AuditSettings[" + from + ".." + to + ", " + dueBy + ", " + tenant + "]";
    }
}
