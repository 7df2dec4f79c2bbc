package dev.tactus.bench.receiver;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.process.ChildJvm;
import dev.tactus.bench.process.Workspace;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** The receivers' process, as the benchmark sees it. */
@SuppressWarnings("EnumOrdinal") // Arrays by ordinal, in memory only.
public final class Receivers {
    /** What callbacks are signed with. */
    public static final String SECRET = "the signing secret of the benchmarks";

    private static final Duration STARTED = Duration.ofSeconds(30);
    private static final int ARRIVAL_BYTES = 40;

    private final int[] ports;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Receivers(int[] ports) {
        this.ports = ports;
    }

    public static Receivers start(Workspace workspace) {
        ChildJvm jvm = workspace.jvm("receivers", ReceiverMain.class, List.of("-Xms256m", "-Xmx256m"), List.of(SECRET));
        String line = jvm.awaitLine(said -> said.startsWith(ReceiverMain.LISTENS), STARTED);
        return new Receivers(
                Arrays.stream(line.substring(ReceiverMain.LISTENS.length()).split(" "))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }

    /** @param answered epoch milliseconds at which the callback had its 2xx */
    public record Arrival(UUID webhookId, UUID jobId, long answered) {}

    /** Of what came since the last {@link #forget}; {@code forged} signatures are not what they must be. */
    public record Counts(int arrived, int verified, int forged) {}

    /** Where callbacks to the quick receiver go. */
    public String quick() {
        return url(ports[0], "/callback");
    }

    public String bad(BadReceiver receiver) {
        return url(ports[1 + receiver.ordinal()], "/callback");
    }

    public Counts counts() {
        String[] counts = new String(get("/count"), java.nio.charset.StandardCharsets.US_ASCII).split(" ");
        return new Counts(Integer.parseInt(counts[0]), Integer.parseInt(counts[1]), Integer.parseInt(counts[2]));
    }

    /** Everything that came to the quick receiver since the last {@link #forget}. */
    public List<Arrival> arrivals() {
        byte[] bytes = get("/arrivals");
        List<Arrival> arrivals = new ArrayList<>(bytes.length / ARRIVAL_BYTES);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int i = 0; i < bytes.length / ARRIVAL_BYTES; i++) {
                arrivals.add(new Arrival(
                        new UUID(in.readLong(), in.readLong()), new UUID(in.readLong(), in.readLong()), in.readLong()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return arrivals;
    }

    public void forget() {
        get("/forget");
    }

    private byte[] get(String path) {
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url(ports[0], path)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            throw new BenchFailure("the receivers' process does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    private static String url(int port, String path) {
        return "http://127.0.0.1:" + port + path;
    }
}
