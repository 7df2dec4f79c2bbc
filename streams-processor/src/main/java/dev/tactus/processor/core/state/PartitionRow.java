package dev.tactus.processor.core.state;

import java.util.Map;

/**
 * @param applied by input topic, the offset of the last record that this state contains; a record at or below it is
 *     skipped, because a group's offsets can expire or be reset while the state lives on
 * @param seq of the partition's last fact
 */
public record PartitionRow(Map<String, Long> applied, long seq) {
    public static final String KEY = "partition";
    public static final PartitionRow EMPTY = new PartitionRow(Map.of(), 0);
}
