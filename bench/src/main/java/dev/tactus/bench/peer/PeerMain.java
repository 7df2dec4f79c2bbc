package dev.tactus.bench.peer;

import dev.tactus.bench.QuietLogs;
import dev.tactus.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A peer's herd in a JVM of its own. Arguments: the peer, the database's URL, the schedules, those of the warm-up, and the
 * seconds after which it is stopped although it is not done. The last line it prints is its result.
 */
public final class PeerMain {
    static final String RESULT = "result ";

    private static final Duration UNTIL_DUE = Duration.ofSeconds(2);
    /** So many rows are inserted in a second, and so many of the warm-up fire in one, by a slow disk. */
    private static final int ROWS_A_SECOND = 20_000;

    private static final int FIRES_A_SECOND = 3_000;

    private static final Duration WARM_UP_LEAST = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long MOST_LATE = 3_600_000;

    private PeerMain() {}

    public static void main(String[] args) {
        QuietLogs.set();
        Peer peer = Peer.named(args[0]);
        String url = args[1];
        int schedules = Integer.parseInt(args[2]);
        int warmUp = Integer.parseInt(args[3]);
        Duration atMost = Duration.ofSeconds(Long.parseLong(args[4]));
        double syncs = DiskSync.perSecond(Path.of(System.getProperty("java.io.tmpdir")));
        try (PeerScheduler scheduler = peer.open(url)) {
            // Tasks must be known before the start, so the herd's instant is chosen before the warm-up has ended.
            FireTimes warm = new FireTimes(warmUp);
            FireTimes herd = new FireTimes(schedules);
            Instant due = Instant.now()
                    .plus(UNTIL_DUE)
                    .plus(WARM_UP_LEAST)
                    .plusSeconds((schedules + warmUp) / ROWS_A_SECOND + warmUp / FIRES_A_SECOND)
                    .truncatedTo(ChronoUnit.SECONDS);
            scheduler.add("herd", schedules, due, herd);
            scheduler.add("warm-up", warmUp, Instant.now().minusSeconds(1).truncatedTo(ChronoUnit.SECONDS), warm);
            scheduler.start();
            await(warm, due.minus(UNTIL_DUE), "warm-up");
            boolean warmedUp = warm.complete();
            if (warmedUp) {
                // Its fires left dead rows, and a checkpoint to come.
                scheduler.tidy();
            }
            System.out.println("due " + due);
            await(herd, due.plus(atMost), "herd");
            System.out.println(RESULT
                    + new String(Json.bytes(result(herd, due, atMost, syncs, warmedUp)), StandardCharsets.UTF_8));
            // Quartz would go on for minutes with what is left of its herd.
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }

    private static void await(FireTimes fires, Instant end, String what) {
        long told = System.nanoTime();
        while (!fires.complete() && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            if (System.nanoTime() - told > TimeUnit.SECONDS.toNanos(1)) {
                told = System.nanoTime();
                System.out.println(what + ": " + fires.seen() + " fired");
            }
        }
    }

    private static PeerHerd.Result result(
            FireTimes fires, Instant due, Duration atMost, double syncs, boolean warmedUp) {
        Histogram lateness = new Histogram(MOST_LATE, 3);
        long last = due.toEpochMilli();
        int seen = fires.seen();
        for (int index = 0; index < seen; index++) {
            long time = fires.time(index);
            if (time > 0) {
                last = Math.max(last, time);
                lateness.recordValue(Math.clamp(time - due.toEpochMilli(), 0, MOST_LATE));
            }
        }
        double seconds = fires.complete() ? Math.max(1, last - due.toEpochMilli()) / 1e3 : atMost.toMillis() / 1e3;
        return new PeerHerd.Result(
                seen,
                seen / seconds,
                lateness.getValueAtPercentile(50),
                lateness.getValueAtPercentile(99),
                syncs,
                warmedUp,
                fires.complete());
    }
}
