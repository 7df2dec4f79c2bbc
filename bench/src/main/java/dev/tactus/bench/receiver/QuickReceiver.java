package dev.tactus.bench.receiver;

import dev.tactus.bench.http.HttpMessage;
import dev.tactus.dispatcher.signature.Signatures;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Answers every callback 204 at once, remembers which came when, and verifies the signatures of a sample. {@code /count},
 * {@code /arrivals} and {@code /forget} are the benchmark's, all else is a callback.
 */
final class QuickReceiver {
    private static final byte[] ACCEPTED = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String JOB_ID = "\"job_id\":\"";
    private static final int ID_LENGTH = 36;
    /** One callback of so many is verified. */
    private static final int SAMPLE = 16;

    private final List<String> secrets;
    private final AtomicLong verified = new AtomicLong();
    private final AtomicLong forged = new AtomicLong();
    private List<Arrival> arrivals = new ArrayList<>();

    /** @param secret that callbacks are signed with */
    QuickReceiver(String secret) {
        this.secrets = List.of(secret);
    }

    private record Arrival(UUID webhookId, UUID jobId, long answered) {}

    int listen() {
        return Connections.listen("quick", this::serve);
    }

    private void serve(Socket connection) throws IOException {
        HttpMessage.Reader reader = new HttpMessage.Reader(connection.getInputStream());
        OutputStream out = connection.getOutputStream();
        for (HttpMessage request = reader.next(); request != null; request = reader.next()) {
            switch (request.target()) {
                case "/count" -> answer(out, counts().getBytes(StandardCharsets.US_ASCII));
                case "/arrivals" -> answer(out, arrivals());
                case "/forget" -> {
                    forget();
                    answer(out, new byte[0]);
                }
                default -> callback(request, out);
            }
        }
    }

    private void callback(HttpMessage request, OutputStream out) throws IOException {
        UUID webhookId = UUID.fromString(Objects.requireNonNull(request.header("webhook-id"), "webhook-id"));
        if (webhookId.getLeastSignificantBits() % SAMPLE == 0) {
            (signed(request) ? verified : forged).incrementAndGet();
        }
        UUID jobId = jobId(request.body());
        out.write(ACCEPTED);
        Arrival arrival = new Arrival(webhookId, jobId, System.currentTimeMillis());
        synchronized (this) {
            arrivals.add(arrival);
        }
    }

    private boolean signed(HttpMessage request) {
        Instant sent = Instant.ofEpochSecond(
                Long.parseLong(Objects.requireNonNullElse(request.header("webhook-timestamp"), "0")));
        String id = Objects.requireNonNullElse(request.header("webhook-id"), "");
        return Signatures.headers(id, sent, request.body(), secrets).entrySet().stream()
                .allMatch(header -> header.getValue().equals(request.header(header.getKey())));
    }

    private static UUID jobId(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(JOB_ID) + JOB_ID.length();
        return UUID.fromString(text.substring(at, at + ID_LENGTH));
    }

    private synchronized String counts() {
        return arrivals.size() + " " + verified + " " + forged;
    }

    private synchronized void forget() {
        arrivals = new ArrayList<>();
        verified.set(0);
        forged.set(0);
    }

    private synchronized byte[] arrivals() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(arrivals.size() * 40);
        DataOutputStream out = new DataOutputStream(bytes);
        for (Arrival arrival : arrivals) {
            for (UUID id : List.of(arrival.webhookId, arrival.jobId)) {
                out.writeLong(id.getMostSignificantBits());
                out.writeLong(id.getLeastSignificantBits());
            }
            out.writeLong(arrival.answered);
        }
        return bytes.toByteArray();
    }

    private static void answer(OutputStream out, byte[] body) throws IOException {
        out.write(
                ("HTTP/1.1 200 OK\r\ncontent-length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(body);
    }
}
