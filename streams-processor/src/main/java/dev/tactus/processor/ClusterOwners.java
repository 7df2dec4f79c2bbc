package dev.tactus.processor;

import java.util.Map;
import org.apache.kafka.streams.state.HostInfo;

/** Which instance was assigned which partition, as this one knows it. It may be behind, so an owner can still refuse. */
@FunctionalInterface
public interface ClusterOwners {
    /** Partitions without an owner are absent. */
    Map<Integer, HostInfo> byPartition();
}
