package dev.tactus.audit;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/** A minute in which reading a partition must come on; with a broker that went away a consumer polls for ever. */
final class ReadPatience {
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final TopicPartition partition;
    private long position = -1;
    private long giveUp;

    ReadPatience(TopicPartition partition) {
        this.partition = partition;
    }

    /**
     * Told where the consumer stands before each poll.
     *
     * @return the same
     * @throws AuditFailedException when it has stood there for a minute
     */
    long at(long now) {
        if (now != position) {
            position = now;
            giveUp = System.nanoTime() + GIVE_UP_NANOS;
        } else if (System.nanoTime() - giveUp > 0) {
            throw new AuditFailedException(partition + " could not be read behind offset " + now
                    + " for a minute: check that its broker runs");
        }
        return now;
    }
}
