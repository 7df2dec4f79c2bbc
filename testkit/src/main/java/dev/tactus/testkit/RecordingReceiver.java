package dev.tactus.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A real HTTP server on a free port of loopback that records each request and answers as told. A callback receiver and a
 * job runner are both this. It answers 200 until told otherwise.
 */
public final class RecordingReceiver implements AutoCloseable {
    private static final int CHUNK = 8192;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Arrivals<ReceivedRequest> arrivals = new Arrivals<>();
    private final Arrivals<ReceivedRequest> answered = new Arrivals<>();
    private final ConcurrentLinkedQueue<Answer> script = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Function<ReceivedRequest, Answer> otherwise = request -> Answer.status(200);

    private RecordingReceiver(HttpServer server) {
        this.server = server;
    }

    /** Starts on a free port. */
    public static RecordingReceiver start() {
        return start(0);
    }

    /** Starts on this port, which a closed receiver may have had: a receiver that comes back. */
    public static RecordingReceiver start(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            RecordingReceiver receiver = new RecordingReceiver(server);
            server.setExecutor(receiver.threads);
            server.createContext("/", receiver::handle);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** The address of a path on this server, by IP literal. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** Answers the next requests so, one each, in order of arrival. */
    public void next(Answer... answers) {
        script.addAll(List.of(answers));
    }

    /** Answers so whenever {@link #next} has nothing left. */
    public void otherwise(Answer answer) {
        otherwise = request -> answer;
    }

    /** Answers what the function says whenever {@link #next} has nothing left. */
    public void otherwise(Function<ReceivedRequest, Answer> answer) {
        otherwise = answer;
    }

    /** All requests so far, in order of arrival. */
    public List<ReceivedRequest> requests() {
        return arrivals.snapshot();
    }

    /** Waits until at least this many requests have come, and returns all. */
    public List<ReceivedRequest> awaitCount(int count, Duration timeout) {
        return arrivals.awaitCount(count, timeout);
    }

    /** Waits until at least this many have been answered to the end, and returns all; the answers may lie unread with the client. */
    public List<ReceivedRequest> awaitAnswered(int count, Duration timeout) {
        return answered.awaitCount(count, timeout);
    }

    /** Waits for a request that matches, and returns the first such. */
    public ReceivedRequest await(Predicate<ReceivedRequest> predicate, Duration timeout) {
        return arrivals.awaitMatch(predicate, "a request that matches", timeout);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Instant arrivedAt = Instant.now();
        long arrivedNanos = System.nanoTime();
        ReceivedRequest request = new ReceivedRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                headers(exchange),
                exchange.getRequestBody().readAllBytes(),
                arrivedAt,
                arrivedNanos);
        arrivals.add(request);
        Answer scripted = script.poll();
        answer(exchange, scripted != null ? scripted : otherwise.apply(request));
        answered.add(request);
    }

    private static Map<String, List<String>> headers(HttpExchange exchange) {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return Map.copyOf(headers);
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            switch (answer) {
                case Answer.Respond respond -> respond(exchange, respond);
                case Answer.Hang hang -> waitUntilClosed(Duration.ofDays(1));
                case Answer.Later later -> answer(exchange, later.answer().join());
                case Answer.HangUp hangUp -> {
                    // Closing the exchange before an answer closes the connection.
                }
                case Answer.Drip drip -> drip(exchange, drip);
                case Answer.Huge huge -> huge(exchange, huge);
            }
        }
    }

    private void respond(HttpExchange exchange, Answer.Respond respond) throws IOException {
        if (!respond.delay().isZero()) {
            waitUntilClosed(respond.delay());
        }
        respond.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] body = respond.bytes();
        exchange.sendResponseHeaders(respond.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private void drip(HttpExchange exchange, Answer.Drip drip) throws IOException {
        exchange.sendResponseHeaders(drip.status(), 0);
        OutputStream body = exchange.getResponseBody();
        do {
            body.write('.');
            body.flush();
        } while (!waitUntilClosed(drip.interval()));
    }

    private static void huge(HttpExchange exchange, Answer.Huge huge) throws IOException {
        exchange.sendResponseHeaders(huge.status(), huge.bytes());
        OutputStream body = exchange.getResponseBody();
        byte[] chunk = new byte[CHUNK];
        for (long left = huge.bytes(); left > 0; left -= CHUNK) {
            body.write(chunk, 0, (int) Math.min(left, CHUNK));
        }
    }

    private boolean waitUntilClosed(Duration atMost) {
        try {
            return closed.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Stops listening, and drops what still hangs. */
    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
