package dev.tactus.bench.process;

import dev.tactus.bench.BenchFailure;
import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.standalone.Tactus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A broker and the services against it, each in a JVM of its own, as in production: the services start as {@code ./tactus} starts them. */
public final class TactusProcesses {
    /** As {@code ./tactus dev}. */
    public static final Partitions PARTITIONS = new Partitions(4);

    /** The tenant that benchmarks work in. */
    public static final String TENANT = "bench";

    /** The key of {@link #TENANT} at the API. */
    public static final String API_KEY = "key-of-the-benchmarks";

    private static final Duration STARTED = Duration.ofSeconds(90);
    private static final Pattern API_LISTENS = Pattern.compile("the API listens on ([0-9.]+:\\d+)");

    private final Workspace workspace;
    private final Path folder;
    private final int internalPort = freePort();
    private final ServiceConfig config;
    private final ChildJvm broker;
    private final String bootstrapServers;
    private @Nullable ChildJvm processor;
    private @Nullable ChildJvm api;
    private @Nullable ChildJvm dispatcher;

    private TactusProcesses(Workspace workspace, Path folder, ChildJvm broker, String bootstrapServers) {
        this.workspace = workspace;
        this.folder = folder;
        this.config = new ServiceConfig(folder, List.of("127.0.0.1:" + internalPort));
        this.broker = broker;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts the broker alone. */
    public static TactusProcesses withBroker(Workspace workspace, String name) {
        Path folder = workspace.folder(name);
        ChildJvm broker = workspace.jvm(
                name + "-broker",
                BrokerMain.class,
                List.of("-Xms512m", "-Xmx1g"),
                List.of(folder.resolve("kafka").toString()));
        String line = broker.awaitLine(said -> said.startsWith(BrokerMain.LISTENS), STARTED);
        return new TactusProcesses(workspace, folder, broker, line.substring(BrokerMain.LISTENS.length()));
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Where the processor keeps its stores. */
    public Path stateFolder() {
        return folder.resolve("state");
    }

    /** As {@link #launchProcessor}, and returns when it runs. */
    public ChildJvm startProcessor(List<String> jvm) {
        ChildJvm started = launchProcessor(jvm);
        started.awaitLine(line -> line.contains("the processor runs"), STARTED);
        return started;
    }

    /**
     * Starts the processor, again under the same name and with the same state when it ran before.
     *
     * @param jvm options of its JVM
     */
    public ChildJvm launchProcessor(List<String> jvm) {
        ChildJvm started = start(
                "processor",
                jvm,
                Map.of(
                        "processor.instance-id",
                        "processor-0",
                        "processor.state-dir",
                        stateFolder().toString(),
                        "processor.standby-replicas",
                        "0",
                        "internal.port",
                        Integer.toString(internalPort)));
        processor = started;
        return started;
    }

    /** Starts an API and returns where it listens. */
    public URI startApi() {
        ChildJvm started = start("api", List.of("-Xms256m", "-Xmx512m"), Map.of("api.port", "0"));
        api = started;
        Matcher matcher = API_LISTENS.matcher(
                started.awaitLine(line -> API_LISTENS.matcher(line).find(), STARTED));
        if (!matcher.find()) {
            throw new BenchFailure("the API did not say where it listens");
        }
        return URI.create("http://" + matcher.group(1));
    }

    /** Stops the API cleanly: a benchmark that only needed it to set up is not to share the machine with it. */
    public void stopApi() {
        ChildJvm running = api;
        if (running != null) {
            running.stop();
        }
        api = null;
    }

    /**
     * Starts a dispatcher, which may call loopback, and returns when it runs.
     *
     * @param jvm options of its JVM
     */
    public ChildJvm startDispatcher(List<String> jvm) {
        ChildJvm started = start("dispatcher", jvm, Map.of());
        dispatcher = started;
        started.awaitLine(line -> line.contains("the dispatcher runs"), STARTED);
        return started;
    }

    /** Stops the dispatcher cleanly. */
    public void stopDispatcher() {
        ChildJvm running = dispatcher;
        if (running != null) {
            running.stop();
        }
        dispatcher = null;
    }

    /** Of all that runs now. */
    public List<Long> pids() {
        return Stream.of(broker, processor, api, dispatcher)
                .filter(Objects::nonNull)
                .map(ChildJvm::pid)
                .toList();
    }

    /** Encrypts as the API does, with the keyset that these services have. */
    public SecretBox secrets() {
        return config.secrets();
    }

    private ChildJvm start(String service, List<String> jvm, Map<String, String> own) {
        Path file = config.write(service, bootstrapServers, own);
        return workspace.jvm(
                folder.getFileName() + "-" + service, Tactus.class, jvm, List.of(service, "--config", file.toString()));
    }

    /** Stops the processor cleanly; its state stays. */
    public void stopProcessor() {
        ChildJvm running = processor;
        if (running != null) {
            running.stop();
        }
        processor = null;
    }

    /** Stops everything, and frees the disk. */
    public void close() {
        stopDispatcher();
        stopProcessor();
        stopApi();
        broker.kill();
        Workspace.delete(folder);
    }

    /** A port of loopback that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
