package dev.tactus.bench.peer;

import dev.tactus.bench.Progress;
import dev.tactus.bench.process.Workspace;
import dev.tactus.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Gives a herd to a peer, in a JVM of its own with the processor's options. */
public final class PeerHerd {
    private static final Duration PREPARED = Duration.ofMinutes(3);

    private final Workspace workspace;
    private final Postgres postgres;
    private final List<String> options;
    private final Progress progress;

    /** @param options of the peer's JVM */
    public PeerHerd(Workspace workspace, Postgres postgres, List<String> options, Progress progress) {
        this.workspace = workspace;
        this.postgres = postgres;
        this.options = options;
        this.progress = progress;
    }

    /**
     * @param fires how many fired
     * @param diskSyncsPerSecond before the herd, in the folder that the database is in; see {@link DiskSync}
     * @param warmedUp false when the herd was due before the warm-up was over: it is then measured with what is left of that
     * @param complete false when it was stopped before it was done; its lateness is then that of what it did
     */
    public record Result(
            int fires,
            double firesPerSecond,
            long p50LatenessMs,
            long p99LatenessMs,
            double diskSyncsPerSecond,
            boolean warmedUp,
            boolean complete) {}

    /** @param atMost after the herd is due; what has not fired by then is left */
    public Result run(Peer peer, int schedules, int warmUp, Duration atMost) {
        progress.say("Giving %,d schedules to %s", schedules, peer);
        try (var jvm = workspace.jvm(
                peer.toString(),
                PeerMain.class,
                options,
                List.of(
                        peer.toString(),
                        postgres.url(),
                        Integer.toString(schedules),
                        Integer.toString(peer.warmUp(warmUp)),
                        Long.toString(atMost.toSeconds())))) {
            String line = jvm.awaitLine(
                    said -> {
                        progress.tick("%s: %s", peer, said);
                        return said.startsWith(PeerMain.RESULT);
                    },
                    PREPARED.plus(atMost));
            Result result =
                    Json.read(line.substring(PeerMain.RESULT.length()).getBytes(StandardCharsets.UTF_8), Result.class);
            progress.say(
                    "%s: %,d fires, %,.0f/s, p99 %,d ms late",
                    peer, result.fires(), result.firesPerSecond(), result.p99LatenessMs());
            return result;
        }
    }
}
