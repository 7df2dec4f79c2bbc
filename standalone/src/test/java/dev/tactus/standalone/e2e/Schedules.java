package dev.tactus.standalone.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import java.net.URI;
import java.time.Instant;

/** Requests for schedules. Their instants are relative to now, so that no test waits for a minute to be full. */
final class Schedules {
    private Schedules() {}

    static ObjectNode at(Instant instant) {
        return base().put("at", Json.text(instant));
    }

    static ObjectNode everySecond() {
        return base().put("every_seconds", 1);
    }

    static ObjectNode yearly() {
        return base().put("cron_expr", "0 0 1 1 *");
    }

    static ObjectNode withCallback(ObjectNode schedule, URI url, String secret) {
        return schedule.put("callback_url", url.toString()).put("callback_secret", secret);
    }

    private static ObjectNode base() {
        ObjectNode schedule = Json.object().put("workflow", "echo");
        schedule.set("params", Json.object().put("hello", "world"));
        return schedule;
    }
}
