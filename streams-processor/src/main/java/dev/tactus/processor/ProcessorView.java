package dev.tactus.processor;

import dev.tactus.contracts.topic.Partitions;
import dev.tactus.metrics.Meters;
import java.util.Map;
import org.apache.kafka.streams.state.HostInfo;

/** A processor as the ones who ask it see it. */
public interface ProcessorView {
    Partitions partitions();

    /** The partitions that this JVM owns, asked once. */
    LocalPartitions local();

    /**
     * Which instance was assigned which partition, as this one knows it; partitions without an owner are absent. It may be
     * behind, so an instance named here can still refuse. Empty before the first assignment.
     */
    Map<Integer, HostInfo> assigned();

    /** True when it runs, answers for each partition that it owns, and every other partition has an owner. */
    boolean ready();

    /** True when it runs and answers for each partition that it owns, also when that is none. */
    boolean readyForItsOwn();

    /** False once the processor has given up; it must be started anew, in a new process. */
    boolean healthy();

    /** What it counts and measures. */
    Meters meters();
}
