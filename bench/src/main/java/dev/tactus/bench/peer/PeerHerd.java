package dev.tactus.bench.peer;

import dev.tactus.bench.Progress;
import dev.tactus.bench.process.Workspace;
import dev.tactus.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Gives a herd to a peer, in a JVM of its own with as much memory as the processor has. */
public final class PeerHerd {
    private static final List<String> JVM = List.of("-Xms512m", "-Xmx1g");
    private static final Duration PREPARED = Duration.ofMinutes(3);

    private final Workspace workspace;
    private final Postgres postgres;
    private final Progress progress;

    public PeerHerd(Workspace workspace, Postgres postgres, Progress progress) {
        this.workspace = workspace;
        this.postgres = postgres;
        this.progress = progress;
    }

    /**
     * @param fires how many fired
     * @param diskSyncsPerSecond before the herd, in the folder that the database is in; see {@link DiskSync}
     * @param complete false when it was stopped before it was done; its lateness is then that of what it did
     */
    public record Result(
            int fires,
            double firesPerSecond,
            long p50LatenessMs,
            long p99LatenessMs,
            double diskSyncsPerSecond,
            boolean complete) {}

    /** @param atMost after the herd is due; what has not fired by then is left */
    public Result run(Peer peer, int schedules, int warmUp, Duration atMost) {
        progress.say("Giving %,d schedules to %s", schedules, peer);
        try (var jvm = workspace.jvm(
                peer.toString(),
                PeerMain.class,
                JVM,
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
