package dev.tactus.bench.chaos;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.Progress;
import dev.tactus.bench.process.BrokerMain;
import dev.tactus.bench.process.ChildJvm;
import dev.tactus.bench.process.ServiceConfig;
import dev.tactus.bench.process.Surroundings;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.bench.process.Workspace;
import dev.tactus.standalone.Tactus;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A broker, two processors, an API and, unless quiet, a dispatcher: each a JVM of its own that can be broken. */
final class Cluster {
    private static final Duration STARTED = Duration.ofSeconds(90);
    private static final Pattern API_LISTENS = Pattern.compile("the API listens on ([0-9.]+:\\d+)");

    private final Workspace workspace;
    private final Path data;
    private final @Nullable SmallDisk disk;
    private final @Nullable TestNetwork network;
    private final @Nullable FakeClock clock;
    private final String noDisk;
    private final String noNetwork;
    private final List<Node> nodes;
    private final URI api;
    private final String bootstrapServers;
    /** Where the node behind the cable finds the broker; empty without a cable. */
    private final String farBroker;

    private int brokerStarts;
    private ChildJvm broker;

    private record Tried<T>(@Nullable T made, String obstacle) {
        static <T> Tried<T> of(Supplier<T> maker) {
            try {
                return new Tried<>(maker.get(), "");
            } catch (BenchFailure e) {
                return new Tried<>(null, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Starts everything, and returns when it runs. */
    Cluster(Workspace workspace, Plan plan, Progress progress) {
        this.workspace = workspace;
        this.data = workspace.folder("kafka");
        Tried<SmallDisk> mounted = plan.wants(DiskFull.NAME)
                ? Tried.of(() -> workspace.keep(() -> SmallDisk.mount(data)))
                : new Tried<>(null, "it was not asked for");
        Tried<TestNetwork> cabled = plan.wants(NetworkCut.NAME)
                ? Tried.of(() -> workspace.keep(TestNetwork::create))
                : new Tried<>(null, "it was not asked for");
        this.disk = mounted.made();
        this.noDisk = mounted.obstacle();
        this.network = cabled.made();
        this.noNetwork = cabled.obstacle();
        this.clock = FakeClock.find(workspace.folder()).orElse(null);

        this.farBroker = network == null ? "" : network.address() + ":" + TactusProcesses.freePort();
        progress.say("Starting a broker, two processors%s", plan.quiet() ? " and an API" : ", an API and a dispatcher");
        this.broker = launchBroker();
        this.bootstrapServers = awaitBroker();
        int[] ports = {TactusProcesses.freePort(), TactusProcesses.freePort()};
        String far = network == null ? "127.0.0.1" : network.addressInside();
        ServiceConfig config =
                new ServiceConfig(workspace.folder(), List.of("127.0.0.1:" + ports[0], far + ":" + ports[1]));
        Surroundings farSurroundings = network == null ? Surroundings.NONE : network.surroundings();
        this.nodes = List.of(
                new Node(workspace, config, 0, "127.0.0.1", ports[0], Surroundings.NONE, bootstrapServers),
                new Node(
                        workspace,
                        config,
                        1,
                        far,
                        ports[1],
                        farSurroundings,
                        network == null ? bootstrapServers : farBroker));
        nodes.forEach(Node::start);
        nodes.forEach(node -> node.jvm().awaitLine(line -> line.contains("the processor runs"), STARTED));
        ChildJvm asked = service("api", config, Map.of("api.port", "0"));
        if (!plan.quiet()) {
            service("dispatcher", config, Map.of()).awaitLine(line -> line.contains("the dispatcher runs"), STARTED);
        }
        Matcher listens = API_LISTENS.matcher(
                asked.awaitLine(line -> API_LISTENS.matcher(line).find(), STARTED));
        if (!listens.find()) {
            throw new BenchFailure("the API did not say where it listens");
        }
        this.api = URI.create("http://" + listens.group(1));
    }

    private ChildJvm service(String name, ServiceConfig config, Map<String, String> own) {
        return workspace.jvm(
                name,
                Tactus.class,
                List.of("-Xms64m", "-Xmx384m", "-XX:+UseSerialGC"),
                List.of(
                        name,
                        "--config",
                        config.write(name, bootstrapServers, own).toString()));
    }

    private ChildJvm launchBroker() {
        String folder = data.resolve("broker").toString();
        return workspace.jvm(
                "broker." + ++brokerStarts,
                BrokerMain.class,
                List.of("-Xms512m", "-Xmx1g"),
                network == null ? List.of(folder) : List.of(folder, farBroker));
    }

    private String awaitBroker() {
        return broker.awaitLine(line -> line.startsWith(BrokerMain.LISTENS), STARTED)
                .substring(BrokerMain.LISTENS.length());
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    URI api() {
        return api;
    }

    ChildJvm broker() {
        return broker;
    }

    /** Starts the broker on its data, where it was before, and returns when it listens. */
    void startBroker() {
        broker = launchBroker();
        String now = awaitBroker();
        if (!now.equals(bootstrapServers)) {
            throw new BenchFailure("the broker came back as " + now + ", and not as " + bootstrapServers);
        }
    }

    List<Node> nodes() {
        return nodes;
    }

    /** The one that a cable leads to, if there is one. */
    Node farNode() {
        return nodes.get(1);
    }

    Node other(Node node) {
        return node == nodes.get(0) ? nodes.get(1) : nodes.get(0);
    }

    Optional<SmallDisk> disk() {
        return Optional.ofNullable(disk);
    }

    String noDisk() {
        return noDisk;
    }

    Optional<TestNetwork> network() {
        return Optional.ofNullable(network);
    }

    String noNetwork() {
        return noNetwork;
    }

    Optional<FakeClock> clock() {
        return Optional.ofNullable(clock);
    }
}
