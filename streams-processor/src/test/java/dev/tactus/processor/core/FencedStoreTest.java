package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** When a store may write down how far it has come. What Kafka Streams does when it refuses is in ProcessorServiceIT. */
class FencedStoreTest {
    private final Commits commits = new Commits(System::nanoTime);
    private final KeyValueStore<Bytes, byte[]> store =
            FencedStore.supplier("state", commits).get();

    @Test
    void writesDownWhatIsCommitted() {
        commits.begun();
        commits.committed(Duration.ZERO);
        assertThatCode(this::commit).doesNotThrowAnyException();
    }

    @Test
    void refusesAfterACommitThatFailedUntilItsThreadBeginsAnew() {
        commits.failed();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(this::commit)
                    .isInstanceOf(ProcessorStateException.class)
                    .hasMessageContaining("The store state");
        }
        commits.begun();
        assertThatCode(this::commit).doesNotThrowAnyException();
    }

    /** As that which restores: it has none but committed records. */
    @Test
    void anotherThreadIsNotConcerned() {
        commits.failed();
        assertThat(CompletableFuture.runAsync(this::commit)).succeedsWithin(Duration.ofSeconds(10));
    }

    private void commit() {
        store.commit(Map.of());
    }
}
