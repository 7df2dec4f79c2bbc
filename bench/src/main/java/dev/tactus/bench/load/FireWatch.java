package dev.tactus.bench.load;

import dev.tactus.bench.Progress;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Watches {@code schedule-fires} until all that is expected has come, or nothing comes any more. */
public final class FireWatch {
    /** Longer than a failover: what has not come by then is lost. */
    public static final Duration LOST = Duration.ofSeconds(30);

    /** How long to look for doubles when all has come. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofMillis(100);

    private final CommittedReader fires;
    private final FireTally tally;
    private final Progress progress;
    private final Duration quiet;

    /**
     * @param fires made before the first fire, or it misses some
     * @param quiet after so long without a fire no more is waited for
     */
    public FireWatch(CommittedReader fires, FireTally tally, Progress progress, Duration quiet) {
        this.quiet = quiet;
        this.fires = fires;
        this.tally = tally;
        this.progress = progress;
    }

    /** @param lastDue until when to be patient in any case */
    public void run(Instant lastDue) {
        long lastSeen = System.currentTimeMillis();
        while (tally.seen() < tally.expected()) {
            if (turn()) {
                lastSeen = System.currentTimeMillis();
            }
            long patientUntil = Math.max(lastSeen, lastDue.toEpochMilli()) + quiet.toMillis();
            if (System.currentTimeMillis() > patientUntil) {
                break;
            }
            progress.tick("%,d of %,d fires seen", tally.seen(), tally.expected());
        }
        long end = System.nanoTime() + AFTERWARDS.toNanos();
        while (System.nanoTime() < end) {
            turn();
        }
    }

    /** Reads once. @return whether anything came */
    boolean turn() {
        ConsumerRecords<byte[], byte[]> records = fires.poll(POLL);
        long visible = System.currentTimeMillis();
        for (ConsumerRecord<byte[], byte[]> fire : records) {
            tally.saw(fire.key(), fire.value(), visible);
        }
        return !records.isEmpty();
    }
}
