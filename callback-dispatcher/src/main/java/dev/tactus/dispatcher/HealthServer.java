package dev.tactus.dispatcher;

import dev.tactus.contracts.Json;
import dev.tactus.metrics.Meters;
import dev.tactus.metrics.MetricsPage;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.function.Supplier;

/** Tells an orchestrator at {@code /health/live} and {@code /health/ready} how the dispatcher is, and beside it its metrics. */
final class HealthServer implements AutoCloseable {
    /** Beyond it the loop is stuck: longer than all its time-outs together. */
    private static final Duration STUCK = Duration.ofSeconds(90);

    private static final Duration STALE = Duration.ofSeconds(20);

    private final WebServer server;

    HealthServer(String host, int port, Supplier<DispatcherHealth> health, Meters meters) {
        this.server = WebServer.builder()
                .host(host)
                .port(port)
                .routing(routing -> routing.register(MetricsPage.PATH, new MetricsPage(meters))
                        .get("/health/live", (request, response) -> {
                            DispatcherHealth now = health.get();
                            answer(
                                    response,
                                    now,
                                    !now.ended() && now.sinceLastTurn().compareTo(STUCK) < 0);
                        })
                        .get("/health/ready", (ServerRequest request, ServerResponse response) -> {
                            DispatcherHealth now = health.get();
                            answer(
                                    response,
                                    now,
                                    now.ready() && now.sinceLastTurn().compareTo(STALE) < 0);
                        }))
                .build();
    }

    void start() {
        server.start();
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void answer(ServerResponse response, DispatcherHealth health, boolean up) {
        response.status(up ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .send(Json.bytes(Json.object()
                        .put("status", up ? "UP" : "DOWN")
                        .put("partitions", health.partitions())
                        .put("launches", health.launches())
                        .put("deliveries", health.deliveries())
                        .put("unreadable", health.unreadable())));
    }
}
