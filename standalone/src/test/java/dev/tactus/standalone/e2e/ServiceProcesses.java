package dev.tactus.standalone.e2e;

import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.testkit.JavaProcess;
import dev.tactus.testkit.PrivateBroker;
import dev.tactus.testkit.RefusingPort;
import dev.tactus.testkit.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The services as separate processes against a broker of their own, as in production: what Compose runs, without Docker. */
final class ServiceProcesses implements AutoCloseable {
    static final String TOKEN = "a token of the tests";
    private static final Duration STOPPED = Duration.ofSeconds(60);
    private static final Duration STARTED = Duration.ofMinutes(3);
    private static final Pattern LISTENS = Pattern.compile("the API listens on ([0-9.]+:\\d+)");

    private final Path folder;
    private final PrivateBroker broker = TestBroker.fresh();
    /** Taken from the start, so that nobody else has one of them when its processor comes, or comes back. */
    private final List<RefusingPort> internalPorts;

    private final List<JavaProcess> running = new ArrayList<>();
    private final Map<String, JavaProcess> names = new TreeMap<>();
    private final Map<String, String> common = new TreeMap<>();
    private final List<String> jvm = new ArrayList<>();
    private String keyset = SecretBox.newKeyset();

    ServiceProcesses(Path folder, int processors) {
        this.folder = folder;
        this.internalPorts =
                Stream.generate(RefusingPort::new).limit(processors).toList();
    }

    /** A setting of every service that is started from now on. */
    ServiceProcesses with(String key, String value) {
        common.put(key, value);
        return this;
    }

    /** An argument of every JVM that is started from now on. */
    ServiceProcesses jvm(String argument) {
        jvm.add(argument);
        return this;
    }

    String keyset() {
        return keyset;
    }

    /** Of every service that is started from now on. */
    void keyset(String another) {
        keyset = another;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    int internalPort(int processor) {
        return internalPorts.get(processor).port();
    }

    /** @param number from 0; the same number is the same instance, with the same state folder */
    JavaProcess processor(int number) {
        return processor(number, Map.of());
    }

    /** @param more settings besides those that all have */
    JavaProcess processor(int number, Map<String, String> more) {
        Map<String, String> own = new TreeMap<>(more);
        own.put("processor.instance-id", "processor-" + number);
        own.put("processor.state-dir", folder.resolve("state-" + number).toString());
        own.put("processor.standby-replicas", "1");
        own.put("internal.port", Integer.toString(internalPort(number)));
        JavaProcess process = start("processor", number, own);
        process.awaitLine("the processor runs", STARTED);
        return process;
    }

    JavaProcess dispatcher(int number) {
        JavaProcess process = start("dispatcher", number, Map.of());
        process.awaitLine("the dispatcher runs", STARTED);
        return process;
    }

    TactusClient api(int number) {
        return new TactusClient(apiUri(number), "key-of-the-tests");
    }

    /** Starts it. */
    URI apiUri(int number) {
        JavaProcess process = start("api", number, Map.of("api.port", "0"));
        String line = process.awaitLine(text -> LISTENS.matcher(text).find(), STARTED);
        Matcher matcher = LISTENS.matcher(line);
        if (!matcher.find()) {
            throw new AssertionError(line);
        }
        return URI.create("http://" + matcher.group(1));
    }

    private JavaProcess start(String service, int number, Map<String, String> own) {
        Map<String, String> settings = new TreeMap<>();
        // A slow machine takes longer than a client of production waits.
        settings.put("api.command-timeout", "PT50S");
        settings.putAll(common);
        settings.putAll(own);
        settings.put("kafka.bootstrap.servers", broker.bootstrapServers());
        settings.put("kafka.partitions", "4");
        settings.put("kafka.replication-factor", "1");
        settings.put("secrets.keyset", keyset.replaceAll("\\s+", ""));
        settings.put("internal.token", TOKEN);
        settings.put("outbound.allow-http", "true");
        String name = service + "-" + number;
        Path config = write(name, settings);
        JavaProcess process = JavaProcess.of("dev.tactus.standalone.Tactus")
                .jvm("-Xmx384m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED")
                .jvm(jvm.toArray(String[]::new))
                .args(service, "--config", config.toString())
                .start(folder.resolve(name + ".out"));
        running.add(process);
        names.put(name, process);
        return process;
    }

    /** Ends the service that was started last under this name, as a restart does. */
    void stop(String service) {
        JavaProcess process = names.remove(service);
        if (process == null) {
            throw new AssertionError("no " + service + " runs");
        }
        process.stop(STOPPED);
    }

    private Path write(String name, Map<String, String> settings) {
        StringBuilder yaml = new StringBuilder();
        settings.forEach((key, value) ->
                yaml.append(key).append(": '").append(value.replace("'", "''")).append("'\n"));
        yaml.append("outbound.allowed-networks: ['127.0.0.0/8']\n");
        yaml.append("api.keys: [{tenant: dev, label: test, role: admin, key: key-of-the-tests}]\n");
        yaml.append("processors.seeds: [");
        internalPorts.forEach(
                port -> yaml.append("'127.0.0.1:").append(port.port()).append("',"));
        yaml.append("]\n");
        try {
            return Files.writeString(folder.resolve(name + ".yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running.forEach(JavaProcess::close);
        internalPorts.forEach(RefusingPort::close);
        broker.close();
    }
}
