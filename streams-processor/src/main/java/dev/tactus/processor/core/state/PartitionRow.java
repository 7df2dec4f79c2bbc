package dev.tactus.processor.core.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param applied by input topic, the offset of the last record that this state contains; a record at or below it is
 *     skipped, because a group's offsets can expire or be reset while the state lives on
 * @param seq of the partition's last fact
 * @param tzdbVersion of the time-zone rules by which the next instants were computed; null before the first schedule
 */
public record PartitionRow(
        Map<String, Long> applied, long seq, @Nullable String tzdbVersion) {
    public static final String KEY = "partition";
    public static final PartitionRow EMPTY = new PartitionRow(Map.of(), 0, null);
}
