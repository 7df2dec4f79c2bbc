package dev.tactus.api.http;

import dev.tactus.contracts.Json;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.BooleanSupplier;

/** {@code GET /health/live} and {@code GET /health/ready}, without a key, for whoever runs the process. */
public final class HealthRoutes implements HttpService {
    private final BooleanSupplier live;
    private final BooleanSupplier ready;

    /**
     * @param live false when only a new process helps
     * @param ready whether every partition has an owner right now, and the registry is read
     */
    public HealthRoutes(BooleanSupplier live, BooleanSupplier ready) {
        this.live = live;
        this.ready = ready;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/live", (request, response) -> send(response, live.getAsBoolean()))
                .get("/ready", (request, response) -> send(response, ready.getAsBoolean()));
    }

    private static void send(ServerResponse response, boolean up) {
        response.status(up ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .send(Json.bytes(Json.object().put("status", up ? "UP" : "DOWN")));
    }
}
