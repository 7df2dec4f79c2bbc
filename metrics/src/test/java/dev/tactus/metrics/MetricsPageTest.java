package dev.tactus.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.WebServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsPageTest {
    private final Meters meters = new Meters();
    private final WebServer server = WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .routing(routing -> routing.register(MetricsPage.PATH, new MetricsPage(meters)))
            .build()
            .start();

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void tellsInPrometheusTextFormWhatIsAtTheMomentOfAsking() throws Exception {
        AtomicLong waiting = new AtomicLong(3);
        meters.gauge("tactus_test_waiting", "What waits", waiting::get);
        meters.gauge("tactus_test_calls", "Calls", "kind", Map.of("launch", () -> 2, "delivery", () -> 5));
        meters.counter("tactus_test_done", "What is done", () -> 7);
        meters.counter("tactus_test_ends", "Ends", "outcome")
                .labelValues("good")
                .inc(4);
        meters.seconds("tactus_test_took", "Time", new double[] {0.1, 1})
                .labelValues()
                .observe(0.5);

        HttpResponse<String> page = page();
        assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(page.body().lines())
                .contains(
                        "# TYPE tactus_test_waiting gauge",
                        "tactus_test_waiting 3.0",
                        "tactus_test_calls{kind=\"launch\"} 2.0",
                        "tactus_test_calls{kind=\"delivery\"} 5.0",
                        "# TYPE tactus_test_done_total counter",
                        "tactus_test_done_total 7.0",
                        "tactus_test_ends_total{outcome=\"good\"} 4.0",
                        "tactus_test_took_seconds_bucket{le=\"0.1\"} 0",
                        "tactus_test_took_seconds_bucket{le=\"1.0\"} 1",
                        "tactus_test_took_seconds_sum 0.5");

        waiting.set(0);
        assertThat(page().body().lines()).contains("tactus_test_waiting 0.0");
    }

    @Test
    void tellsHowTheJvmIs() throws Exception {
        assertThat(page().body())
                .contains("jvm_memory_used_bytes{", "jvm_gc_collection_seconds", "process_cpu_seconds");
        assertThat(page().body()).contains("jvm_memory_used_bytes{");
    }

    @Test
    void refusesASecondMetricOfTheSameName() {
        meters.gauge("tactus_test_one", "One", () -> 1);
        assertThatThrownBy(() -> meters.gauge("tactus_test_one", "Another", () -> 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tactus_test_one");
        meters.gauge("tactus_test_two", "One of others", () -> 1);
        new Meters().gauge("tactus_test_one", "One of others", () -> 1);
    }

    private HttpResponse<String> page() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + MetricsPage.PATH))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
