package dev.tactus.dispatcher.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LagTest {
    private static final TopicPartition FIRES = new TopicPartition("schedule-fires", 0);
    private static final TopicPartition WORK = new TopicPartition("dispatch-work", 0);
    private static final TopicPartition OTHER_WORK = new TopicPartition("dispatch-work", 1);

    private final Fetching consumer = new Fetching();
    private final Lag lag = new Lag();
    private long nanoTime = System.nanoTime();

    @BeforeEach
    void assign() {
        List<TopicPartition> all = List.of(FIRES, WORK, OTHER_WORK);
        consumer.assign(all);
        all.forEach(partition -> {
            consumer.seek(partition, 100);
            consumer.atBroker.put(partition, 100L);
            consumer.fetched.put(partition, 0L);
        });
    }

    @Test
    void isWhatIsFetchedOrYetToFetchOfAllPartitionsOfATopic() {
        consumer.fetched.put(WORK, 5L);
        consumer.fetched.put(OTHER_WORK, 7L);
        assertLag(0, 12);
        assertThat(consumer.asked).as("what is fetched tells the ends").isZero();
    }

    @Test
    void goesOnWhileAPartitionIsPaused() {
        consumer.fetched.put(WORK, 5L);
        consumer.fetched.put(OTHER_WORK, 7L);
        assertLag(0, 12);
        consumer.pause(List.of(WORK, OTHER_WORK));
        consumer.atBroker.put(WORK, 150L);
        consumer.atBroker.put(OTHER_WORK, 1_000L);
        assertLag(0, 50 + 900);
        consumer.atBroker.put(WORK, 160L);
        assertLag(0, 60 + 900);
        consumer.resume(List.of(OTHER_WORK));
        consumer.fetched.put(OTHER_WORK, 901L);
        assertLag(0, 60 + 901);
    }

    @Test
    void countsAPartitionThatIsYetToBeFetched() {
        consumer.fetched.remove(FIRES);
        consumer.atBroker.put(FIRES, 3_000L);
        assertLag(2_900, 0);
    }

    /** A hand-over that was rolled back is read again. */
    @Test
    void countsWhatWasReadAndNotCommitted() {
        consumer.pause(List.of(WORK));
        consumer.atBroker.put(WORK, 150L);
        consumer.seek(WORK, 150);
        assertLag(0, 0);
        consumer.seek(WORK, 120);
        assertLag(0, 30);
    }

    @Test
    void staysAsItWasWhileTheBrokerDoesNotAnswer() {
        consumer.pause(List.of(WORK));
        consumer.atBroker.put(WORK, 150L);
        assertLag(0, 50);
        consumer.answers = false;
        consumer.fetched.put(OTHER_WORK, 3L);
        assertLag(0, 53);
    }

    @Test
    void forgetsPartitionsThatAreOthersNow() {
        consumer.fetched.put(WORK, 5L);
        consumer.fetched.put(OTHER_WORK, 7L);
        assertLag(0, 12);
        consumer.assign(List.of(FIRES, OTHER_WORK));
        assertLag(0, 7);
        lag.unknown();
        assertThat(lag.records(WORK.topic())).isZero();
    }

    @Test
    void looksNowAndThen() {
        assertLag(0, 0);
        consumer.fetched.put(WORK, 5L);
        lag.look(consumer, nanoTime + TimeUnit.MILLISECONDS.toNanos(499));
        assertThat(lag.records(WORK.topic())).isZero();
        lag.look(consumer, nanoTime + TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(lag.records(WORK.topic())).isEqualTo(5);
    }

    private void assertLag(long fires, long work) {
        nanoTime += TimeUnit.SECONDS.toNanos(1);
        lag.look(consumer, nanoTime);
        assertThat(lag.records(FIRES.topic())).isEqualTo(fires);
        assertThat(lag.records(WORK.topic())).isEqualTo(work);
    }

    /** Knows of ends what it learnt with its last fetch, and what a broker tells who asks. */
    private static final class Fetching extends MockConsumer<byte[], byte[]> {
        private final Map<TopicPartition, Long> fetched = new HashMap<>();
        private final Map<TopicPartition, Long> atBroker = new HashMap<>();
        private boolean answers = true;
        private int asked;

        Fetching() {
            super("none");
        }

        @Override
        public OptionalLong currentLag(TopicPartition partition) {
            Long known = fetched.get(partition);
            return known == null ? OptionalLong.empty() : OptionalLong.of(known);
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
            asked++;
            if (!answers) {
                throw new TimeoutException("no answer");
            }
            Map<TopicPartition, Long> ends = new HashMap<>(atBroker);
            ends.keySet().retainAll(partitions);
            return ends;
        }
    }
}
