package dev.tactus.audit;

/**
 * Where a record is.
 *
 * @param timestamp of the record, in epoch milliseconds: when the processor said it
 */
record Place(String topic, int partition, long offset, long timestamp) {
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
