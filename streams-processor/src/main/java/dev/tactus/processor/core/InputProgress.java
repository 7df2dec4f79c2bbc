package dev.tactus.processor.core;

import dev.tactus.contracts.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** How far the inputs of a partition go, and how far this thread's consumer has come. Called on the stream thread. */
public interface InputProgress {
    /**
     * The offsets behind the last records of the inputs as they are now, committed or not. They come on another thread, or
     * Kafka's exception when they can't be told.
     */
    CompletableFuture<Map<Topic, Long>> ends(List<Topic> inputs, int partition);

    /** The offset that the consumer reads next. It passes transaction markers and aborted records too. */
    long position(Topic input, int partition);

    /** The offset of the last record that the consumer returned; -1 without one. It may wait to be processed. */
    long lastPolled(Topic input, int partition);

    /**
     * Lets the consumer return nothing of these until {@link #release}; and for some seconds nothing of the same topics'
     * other partitions, which would come first.
     */
    void holdBack(List<Topic> inputs, int partition);

    /** Also when nothing is held back; a task that ends says so in any case. */
    void release(List<Topic> inputs, int partition);
}
