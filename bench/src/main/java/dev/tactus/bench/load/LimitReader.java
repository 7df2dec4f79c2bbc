package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.Progress;
import dev.tactus.contracts.topic.EntityKey;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the limit's fires as a herd's are read: each one's key and instant are parsed and looked up. */
final class LimitReader {
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final FireTally tally = new FireTally();
    private final FireWatch watch;
    private final Progress progress;
    private long awaited;

    LimitReader(CommittedReader fires, RecordSample sample, Progress progress) {
        this.watch = new FireWatch(fires, tally, progress, STALLED);
        this.progress = progress;
        ScheduledAt scheduledAt = new ScheduledAt();
        for (ConsumerRecord<byte[], byte[]> fire : sample.fires()) {
            Instant instant = Instant.ofEpochMilli(scheduledAt.of(fire.value()));
            tally.expect(EntityKey.parse(fire.key()).id(), instant, false);
        }
    }

    /**
     * Reads so many more.
     *
     * @return when the last of them was visible, in epoch milliseconds
     */
    long read(long fires) {
        awaited += fires;
        long lastSeen = System.nanoTime();
        while (tally.all() < awaited) {
            if (watch.turn()) {
                lastSeen = System.nanoTime();
            } else if (System.nanoTime() - lastSeen > STALLED.toNanos()) {
                throw new BenchFailure("no fire of the limit came for " + STALLED.toSeconds() + " s");
            }
            progress.tick("%,d of %,d fires of the limit seen", tally.all(), awaited);
        }
        return System.currentTimeMillis();
    }
}
