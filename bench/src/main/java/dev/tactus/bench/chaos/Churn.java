package dev.tactus.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.load.Definitions;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.contracts.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that creates, updates, reads and deletes all the time, also while something is broken. What was answered with
 * success must be what it reads next; what was answered with 503, 504 or not at all may have happened or not, and is forgotten.
 * There is no reason for any other answer.
 */
final class Churn implements AutoCloseable {
    private static final int KEPT = 40;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NO_ANSWER = 0;
    /** No owner answers, or not in time. */
    private static final Set<Integer> UNKNOWN = Set.of(NO_ANSWER, 503, 504);

    private static final int MOST_TOLD = 5;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final URI api;
    private final Deque<String> kept = new ArrayDeque<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long applied;
    private volatile long unknown;
    private volatile long contradicted;
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private record Answer(int status, JsonNode body) {}

    Churn(URI api) {
        this.api = api;
        this.thread = Thread.ofPlatform().daemon().name("churn").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** How many writes were answered with success. */
    long applied() {
        return applied;
    }

    /** How many requests were not: 503, 504, or no answer at all. */
    long unknown() {
        return unknown;
    }

    /** How many reads contradicted a write before them that was answered with success. */
    long contradicted() {
        return contradicted;
    }

    /** What must not be, besides contradictions: answers that there is no reason for, or its own end. */
    List<String> failures() {
        return failures;
    }

    private void run() {
        try {
            while (!closed) {
                createAndUpdate();
                if (kept.size() > KEPT) {
                    delete(kept.removeFirst());
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (RuntimeException e) {
            failures.add("the client ended: " + e);
        }
    }

    private void createAndUpdate() {
        Answer created = write(
                "create",
                Json.object()
                        .put("workflow", Definitions.WORKFLOW)
                        .put("every_seconds", 2)
                        .set("params", Json.object()));
        if (created.status() != OK) {
            return;
        }
        String id = created.body().path("schedule").path("id").asText();
        expect(read(id), OK, 2);
        int seconds = 3;
        if (write("update", Json.object().put("id", id).put("every_seconds", seconds))
                        .status()
                == OK) {
            expect(read(id), OK, seconds);
            kept.addLast(id);
        }
    }

    private void delete(String id) {
        if (write("delete", Json.object().put("id", id)).status() == OK) {
            expect(read(id), NOT_FOUND, 0);
        }
    }

    private void expect(Answer read, int status, int everySeconds) {
        boolean answered = read.status() == OK || read.status() == NOT_FOUND;
        if (answered
                && (read.status() != status
                        || read.body().path("schedule").path("every_seconds").asInt() != everySeconds)) {
            contradicted++;
        }
    }

    private Answer write(String route, ObjectNode body) {
        Answer answer = post(route, body);
        if (answer.status() == OK) {
            applied++;
        } else {
            notAnswered(route, answer);
        }
        return answer;
    }

    private Answer read(String id) {
        Answer answer = post("get", Json.object().put("id", id));
        if (answer.status() != OK && answer.status() != NOT_FOUND) {
            notAnswered("get", answer);
        }
        return answer;
    }

    private void notAnswered(String route, Answer answer) {
        unknown++;
        if (!UNKNOWN.contains(answer.status()) && failures.size() < MOST_TOLD) {
            failures.add("schedules/" + route + " was answered " + answer.status() + ": " + answer.body());
        }
    }

    private Answer post(String route, ObjectNode body) {
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(api.resolve("/v1/schedules/" + route))
                            .timeout(ANSWER)
                            .header("content-type", "application/json")
                            .header("x-api-key", TactusProcesses.API_KEY)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), Json.read(response.body(), JsonNode.class));
        } catch (IOException e) {
            return new Answer(NO_ANSWER, Json.object());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
            return new Answer(NO_ANSWER, Json.object());
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        if (thread.isAlive() && !thread.join(ANSWER)) {
            failures.add("the client did not end within " + ANSWER.toSeconds() + " s");
        }
        http.close();
    }
}
