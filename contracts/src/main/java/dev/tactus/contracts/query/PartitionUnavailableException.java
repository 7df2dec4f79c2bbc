package dev.tactus.contracts.query;

/** A partition has no owner that answers right now: it moves, restores or is down. The same read may be tried again. */
public final class PartitionUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int partition;

    public PartitionUnavailableException(int partition, String why) {
        super("partition " + partition + " is not available: " + why);
        this.partition = partition;
    }

    public int partition() {
        return partition;
    }
}
