package dev.tactus.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.process.ChildJvm;
import dev.tactus.bench.process.ServiceConfig;
import dev.tactus.bench.process.Surroundings;
import dev.tactus.bench.process.Workspace;
import dev.tactus.contracts.Json;
import dev.tactus.standalone.Tactus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A processor that can be started again as the same instance. */
final class Node {
    private static final List<String> JVM = List.of("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC");
    private static final int READY = 200;
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();
    private final Workspace workspace;
    private final ServiceConfig config;
    private final int number;
    private final String host;
    private final int port;
    private final Path state;
    private final Surroundings surroundings;
    private final String bootstrapServers;
    private int starts;
    private @Nullable ChildJvm jvm;

    /** @param host where it listens, and where the others reach it */
    Node(
            Workspace workspace,
            ServiceConfig config,
            int number,
            String host,
            int port,
            Surroundings surroundings,
            String bootstrapServers) {
        this.workspace = workspace;
        this.config = config;
        this.number = number;
        this.host = host;
        this.port = port;
        this.state = workspace.folder().resolve("state-" + number);
        this.surroundings = surroundings;
        this.bootstrapServers = bootstrapServers;
    }

    String name() {
        return "processor-" + number;
    }

    Path state() {
        return state;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    ChildJvm jvm() {
        ChildJvm running = jvm;
        if (running == null) {
            throw new IllegalStateException(name() + " was not started");
        }
        return running;
    }

    void start() {
        start(surroundings);
    }

    /** Starts it, with its state and under its name, and does not wait for it. */
    void start(Surroundings in) {
        Path file = config.write(
                name(),
                bootstrapServers,
                Map.of(
                        "processor.instance-id", name(),
                        "processor.state-dir", state.toString(),
                        "processor.standby-replicas", "1",
                        "internal.host", host,
                        "internal.port", Integer.toString(port)));
        jvm = workspace.jvm(
                name() + "." + ++starts, Tactus.class, JVM, List.of("processor", "--config", file.toString()), in);
    }

    /** The partitions that it owns by its own account; none if it does not answer. */
    Set<Integer> owned() {
        Set<Integer> owned = new HashSet<>();
        ask("/internal/owners")
                .ifPresent(answer -> Json.read(answer.body(), JsonNode.class)
                        .path("owners")
                        .properties()
                        .forEach(owner -> {
                            if (owner.getValue().asText().endsWith(":" + port)) {
                                owned.add(Integer.valueOf(owner.getKey()));
                            }
                        }));
        return owned;
    }

    /** Whether it answers, and knows an owner of every partition. */
    boolean ready() {
        return ask("/health/ready").map(answer -> answer.statusCode() == READY).orElse(false);
    }

    /** How many of the other's partitions it keeps a copy of. */
    long standbys() {
        return metric("tactus_processor_standbys");
    }

    /** How many records these copies are behind. */
    long standbyLag() {
        return metric("tactus_processor_standby_lag");
    }

    /** 0 if it does not answer. */
    private long metric(String name) {
        return ask("/observe/metrics").stream()
                .flatMap(answer -> new String(answer.body(), StandardCharsets.UTF_8).lines())
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private Optional<HttpResponse<byte[]>> ask(String path) {
        try {
            return Optional.of(http.send(
                    HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
                            .header("x-tactus-token", ServiceConfig.TOKEN)
                            .timeout(ANSWER)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException unreachable) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }
}
