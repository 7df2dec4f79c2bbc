package dev.tactus.dispatcher.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class FinalJobsTest {
    @Test
    void forgetsTheOldestFirst() {
        FinalJobs finals = new FinalJobs(2);
        finals.add(job(1));
        finals.add(job(2));
        finals.add(job(1));
        finals.add(job(3));
        assertThat(finals.contains(job(1))).isTrue();
        assertThat(finals.contains(job(2))).isFalse();
        assertThat(finals.contains(job(3))).isTrue();
    }

    private static UUID job(int number) {
        return new UUID(0, number);
    }
}
