package dev.tactus.standalone.e2e;

import dev.tactus.testkit.JavaProcess;
import dev.tactus.testkit.Scrape;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./tactus dev} in a JVM of its own, on free ports, with a data folder that can outlive it. */
final class DevProcess implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Pattern API = Pattern.compile("API +(http://\\S+)");
    private static final Pattern KAFKA = Pattern.compile("Kafka +(\\S+:\\d+)");

    private static final Pattern METRICS = Pattern.compile("Metrics +(http://\\S+)");

    private final JavaProcess process;
    private final URI api;
    private final TactusClient client;
    private final String bootstrapServers;
    private final URI metrics;

    private DevProcess(JavaProcess process, URI api, String bootstrapServers, URI metrics) {
        this.process = process;
        this.api = api;
        this.client = new TactusClient(api, "dev-key");
        this.bootstrapServers = bootstrapServers;
        this.metrics = metrics;
    }

    /** Starts it and waits until it says that it is ready. */
    static DevProcess start(Path dataDir) {
        JavaProcess process = JavaProcess.of("dev.tactus.standalone.Tactus")
                .jvm("-Xmx768m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED")
                .args("dev", "--port", "0", "--kafka-port", "0", "--data-dir", dataDir.toString())
                .start(dataDir.resolveSibling(dataDir.getFileName() + ".out"));
        String api = found(process, API);
        return new DevProcess(process, URI.create(api), found(process, KAFKA), URI.create(found(process, METRICS)));
    }

    private static String found(JavaProcess process, Pattern pattern) {
        String line = process.awaitLine(text -> pattern.matcher(text).find(), READY);
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find()) {
            throw new AssertionError(line);
        }
        return matcher.group(1);
    }

    URI api() {
        return api;
    }

    TactusClient client() {
        return client;
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** What the services in it tell of themselves right now. */
    Scrape scrape() {
        return Scrape.of(metrics);
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
    }

    /** SIGTERM; the exit code. */
    int stop(Duration within) {
        return process.stop(within);
    }

    @Override
    public void close() {
        process.close();
    }
}
