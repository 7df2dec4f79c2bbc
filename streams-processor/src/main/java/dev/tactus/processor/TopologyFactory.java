package dev.tactus.processor;

import dev.tactus.processor.core.Commits;
import dev.tactus.processor.core.InputProgress;
import dev.tactus.processor.core.OwnedPartitions;
import dev.tactus.processor.core.WallClock;
import org.apache.kafka.streams.Topology;

/** Makes the topology that a {@link ProcessorService} runs. */
@FunctionalInterface
public interface TopologyFactory {
    /**
     * @param owned where the tasks enter the partitions they answer for
     * @param commits what tells the tasks of their commits
     * @param inputProgress how far the inputs go and the tasks have come
     * @param wall where the wall clock stands beside the clock of Kafka Streams
     */
    Topology build(OwnedPartitions owned, Commits commits, InputProgress inputProgress, WallClock wall);
}
