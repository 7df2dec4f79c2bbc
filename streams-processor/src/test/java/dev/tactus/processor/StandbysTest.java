package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StandbyUpdateListener.SuspendReason;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class StandbysTest {
    private static final TopicPartition ONE = new TopicPartition("changelog", 1);
    private static final TopicPartition TWO = new TopicPartition("changelog", 2);

    private final Standbys standbys = new Standbys();

    @Test
    void tellsHowFarTheCopiesAreBehindUntilTheyMove() {
        assertThat(standbys.count()).isZero();
        assertThat(standbys.lag()).isZero();

        standbys.onUpdateStart(ONE, "store", 0);
        standbys.onUpdateStart(TWO, "store", 0);
        loaded(ONE, 100, 1_000);
        loaded(TWO, 50, 60);
        assertThat(standbys.count()).isEqualTo(2);
        assertThat(standbys.lag()).isEqualTo(910);

        loaded(ONE, 1_000, 1_000);
        standbys.onUpdateSuspended(TWO, "store", 50, 60, SuspendReason.PROMOTED);
        assertThat(standbys.count()).isEqualTo(1);
        assertThat(standbys.lag()).isZero();
    }

    private void loaded(TopicPartition changelog, long upTo, long end) {
        standbys.onBatchLoaded(changelog, "store", new TaskId(0, changelog.partition()), upTo, 10, end);
    }
}
