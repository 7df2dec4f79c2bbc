package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a store may write down how far it has come. What Kafka Streams does when it refuses is in ProcessorServiceIT. */
class FencedStoreTest {
    private final Commits commits = new Commits(System::nanoTime);
    private final KeyValueStore<Bytes, byte[]> store =
            FencedStore.supplier("state", commits).get();

    @TempDir
    File dir;

    @BeforeEach
    void open() {
        store.init(new MockProcessorContext<>(new Properties(), new TaskId(0, 0), dir).getStateStoreContext(), store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void writesDownWhatIsCommitted() {
        write();
        commits.committed(Duration.ZERO);
        assertThatCode(this::commit).doesNotThrowAnyException();
    }

    @Test
    void refusesAfterACommitThatFailedUntilItsThreadBeginsAnew() {
        write();
        commits.failed();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(this::commit)
                    .isInstanceOf(ProcessorStateException.class)
                    .hasMessageContaining("The store state");
        }
        commits.begun();
        assertThatCode(this::commit).doesNotThrowAnyException();
    }

    @Test
    void whatWasWrittenInACommitBeforeIsThere() {
        write();
        commits.committed(Duration.ZERO);
        commits.failed();
        assertThatCode(this::commit).doesNotThrowAnyException();
        write();
        assertThatThrownBy(this::commit).isInstanceOf(ProcessorStateException.class);
    }

    /** As a standby's: what it has is committed, and would have to be restored in vain. */
    @Test
    void aStoreToWhichNoTaskHasWrittenIsNotConcerned() {
        commits.failed();
        assertThatCode(this::commit).doesNotThrowAnyException();
    }

    /** As that which restores: it has none but committed records. */
    @Test
    void anotherThreadIsNotConcerned() {
        write();
        commits.failed();
        assertThat(CompletableFuture.runAsync(this::commit)).succeedsWithin(Duration.ofSeconds(10));
    }

    private void write() {
        store.put(Bytes.wrap(new byte[] {1}), new byte[] {2});
    }

    private void commit() {
        store.commit(Map.of());
    }
}
