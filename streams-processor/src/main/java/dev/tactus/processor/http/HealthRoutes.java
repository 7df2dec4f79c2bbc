package dev.tactus.processor.http;

import dev.tactus.contracts.Json;
import dev.tactus.processor.ProcessorView;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;

/** What an orchestrator asks: live is "do not kill it", ready is "it answers for what it owns". */
final class HealthRoutes implements HttpService {
    private final ProcessorView processor;

    HealthRoutes(ProcessorView processor) {
        this.processor = processor;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/live", (req, res) -> answer(res, processor.healthy()))
                .get("/ready", (req, res) -> answer(res, processor.readyForItsOwn()));
    }

    private static void answer(ServerResponse response, boolean up) {
        InternalServer.send(
                response.status(up ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503),
                Json.object().put("status", up ? "UP" : "DOWN"));
    }
}
