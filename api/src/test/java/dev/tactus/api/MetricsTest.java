package dev.tactus.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.testkit.Scrape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final RunningApi api = new RunningApi();
    private final Client client = api.client("write-key");

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void countsAnswersByRouteAndStatusAndMeasuresThem() {
        assertThat(client.post("schedules/list", "{}").status()).isEqualTo(200);
        assertThat(client.post("schedules/list", "{").status()).isEqualTo(400);
        assertThat(api.client("nobodys-key").post("schedules/list", "{}").status())
                .isEqualTo(401);
        Scrape scrape = Scrape.of(api.metrics());
        assertThat(scrape.value(requests("schedules/list", 200))).isEqualTo(1);
        assertThat(scrape.value(requests("schedules/list", 400))).isEqualTo(1);
        assertThat(scrape.value(requests("schedules/list", 401))).isEqualTo(1);
        assertThat(scrape.value("tactus_api_request_duration_seconds_count{route=\"schedules/list\"}"))
                .isEqualTo(3);
        assertThat(scrape.value("tactus_api_waiting_commands")).isZero();
    }

    @Test
    void whatClientsMakeUpBecomesNoLabel() {
        for (String madeUp : new String[] {"schedules/made-up", "made/up/too", "jobs//create", "schedules/list/"}) {
            client.post(madeUp, "{}");
        }
        String text = Scrape.of(api.metrics()).text();
        assertThat(text).doesNotContain("made", "//", "list/\"");
        assertThat(text).contains("route=\"none\",status=\"404\"");
    }

    @Test
    void thePublicPortTellsNone() {
        assertThat(client.send(client.request("x").uri(api.uri().resolve("/observe/metrics")))
                        .status())
                .isEqualTo(404);
    }

    private static String requests(String route, int status) {
        return "tactus_api_requests_total{route=\"%s\",status=\"%d\"}".formatted(route, status);
    }
}
