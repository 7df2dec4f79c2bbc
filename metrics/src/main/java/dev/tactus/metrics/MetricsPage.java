package dev.tactus.metrics;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * {@code GET /observe/metrics}, without a key: it tells numbers, and neither tenants nor secrets. What it tells of the load
 * is nevertheless the operator's alone, so it belongs on a port that the public does not reach.
 */
public final class MetricsPage implements HttpService {
    /** Where to register it. */
    public static final String PATH = "/observe/metrics";

    private final Meters meters;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    public MetricsPage(Meters meters) {
        this.meters = meters;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/", this::send);
    }

    private void send(ServerRequest request, ServerResponse response) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, meters.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't be written to", e);
        }
        response.header(HeaderNames.CONTENT_TYPE, writer.getContentType()).send(text.toByteArray());
    }
}
