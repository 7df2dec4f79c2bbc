package dev.tactus.dispatcher.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Leases leases = new Leases(INTERVAL);
    private final List<String> renewed = new ArrayList<>();

    @Test
    void renewsWhatIsDueAndNothingThatEnded() {
        Leases.Lease ending = leases.hold(() -> renewed.add("ending"));
        leases.hold(() -> renewed.add("going on"));
        long start = System.nanoTime();
        leases.renewDue(start);
        assertThat(renewed).isEmpty();

        ending.close();
        leases.renewDue(start + INTERVAL.toNanos());
        assertThat(renewed).containsExactly("going on");
        leases.renewDue(start + INTERVAL.toNanos() + 1);
        assertThat(renewed).hasSize(1);
        leases.renewDue(start + 2 * INTERVAL.toNanos());
        assertThat(renewed).hasSize(2);
        assertThat(leases.count()).isEqualTo(1);
    }

    @Test
    void oneThatFailsDoesNotStopTheOthers() {
        for (int i = 0; i < 3; i++) {
            leases.hold(() -> {
                renewed.add("tried");
                throw new IllegalStateException("no");
            });
        }
        leases.renewDue(System.nanoTime() + INTERVAL.toNanos());
        assertThat(renewed).hasSize(3);
    }
}
