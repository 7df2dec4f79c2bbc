package dev.tactus.api;

import dev.tactus.api.command.CommandSender;
import dev.tactus.api.http.RequestMeter;
import dev.tactus.metrics.Meters;

/** What an API instance tells of itself. */
final class ApiMetrics {
    private ApiMetrics() {}

    static RequestMeter requests(Meters meters) {
        return new RequestMeter(
                meters.counter(
                        "tactus_api_requests", "Requests that were answered, by route and status", "route", "status"),
                meters.calls("tactus_api_request_duration", "From a request's head to its answer being sent", "route"));
    }

    static void tellOf(CommandSender sender, Meters meters) {
        meters.gauge(
                "tactus_api_waiting_commands", "Commands that were sent and wait for their outcome", sender::waiting);
    }
}
