package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.SkipReason;
import dev.tactus.metrics.Meters;
import dev.tactus.metrics.MetricsPage;
import dev.tactus.processor.core.OwnedPartitions;
import dev.tactus.testkit.Scrape;
import io.helidon.webserver.WebServer;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessorMetricsTest {
    private static final Instant NOW = Instant.parse("2027-01-10T10:00:00.030Z");
    private static final long TEN = NOW.toEpochMilli() - 30;

    private final Meters meters = new Meters();
    private final ProcessorMetrics metrics = new ProcessorMetrics(meters, InstantSource.fixed(NOW));
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
    void tellsEverySeriesBeforeAnythingHappened() {
        metrics.tellOf(new OwnedPartitions(metrics));
        Scrape scrape = scrape();
        assertThat(scrape.value("tactus_processor_fires_total{kind=\"cron\"}")).isZero();
        assertThat(scrape.value("tactus_processor_skipped_instants_total{reason=\"missed\"}"))
                .isZero();
        assertThat(scrape.value("tactus_processor_commands_total{outcome=\"applied\"}"))
                .isZero();
        assertThat(scrape.value("tactus_processor_dead_letters_total")).isZero();
        assertThat(scrape.value("tactus_processor_fire_lateness_seconds_count")).isZero();
        assertThat(scrape.value("tactus_processor_due_timers")).isZero();
    }

    @Test
    void measuresHowLateAFireIsAtItsCommit() {
        metrics.committedNow(TEN, 3);
        // A clock that was set back makes nothing early.
        metrics.committedNow(NOW.toEpochMilli() + 5, 1);
        Scrape scrape = scrape();
        assertThat(scrape.value("tactus_processor_fire_lateness_seconds_bucket{le=\"0.005\"}"))
                .isEqualTo(1);
        assertThat(scrape.value("tactus_processor_fire_lateness_seconds_bucket{le=\"0.025\"}"))
                .isEqualTo(1);
        assertThat(scrape.value("tactus_processor_fire_lateness_seconds_bucket{le=\"0.05\"}"))
                .isEqualTo(4);
    }

    @Test
    void countsByKindReasonAndOutcome() {
        metrics.fired(FireKind.AT, 2);
        metrics.skipped(SkipReason.OUTSIDE_WINDOW, 1_000);
        metrics.commands(null, 4);
        metrics.commands(Outcome.Reason.NOT_FOUND, 1);
        metrics.ticked(20_000_000);
        Scrape scrape = scrape();
        assertThat(scrape.value("tactus_processor_fires_total{kind=\"at\"}")).isEqualTo(2);
        assertThat(scrape.value("tactus_processor_skipped_instants_total{reason=\"outside_window\"}"))
                .isEqualTo(1_000);
        assertThat(scrape.value("tactus_processor_commands_total{outcome=\"applied\"}"))
                .isEqualTo(4);
        assertThat(scrape.value("tactus_processor_commands_total{outcome=\"not_found\"}"))
                .isEqualTo(1);
        assertThat(scrape.value("tactus_processor_tick_seconds_sum")).isEqualTo(0.02);
    }

    @Test
    void tellsOfTheOwnedPartitions() {
        OwnedPartitions owned = new OwnedPartitions(metrics);
        metrics.tellOf(owned);
        owned.add(new FakePartition(0));
        FakePartition behind = new FakePartition(1);
        behind.caughtUp = false;
        owned.add(behind);
        Scrape scrape = scrape();
        assertThat(scrape.value("tactus_processor_partitions_owned")).isEqualTo(2);
        assertThat(scrape.value("tactus_processor_partitions_answering")).isEqualTo(1);
    }

    private Scrape scrape() {
        return Scrape.of(URI.create("http://127.0.0.1:" + server.port()));
    }
}
