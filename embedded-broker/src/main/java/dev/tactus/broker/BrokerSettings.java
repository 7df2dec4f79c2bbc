package dev.tactus.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The broker's configuration: one node, few threads, quick to start, quick to fail over. */
final class BrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private BrokerSettings() {}

    /** @param alsoOn another {@code host:port} to listen on; null for loopback alone */
    static Map<String, String> of(Path logs, int port, int controllerPort, @Nullable String alsoOn) {
        Map<String, String> settings = new HashMap<>();
        settings.putAll(node(logs, port, controllerPort));
        if (alsoOn != null) {
            listen(settings, "ALSO://" + alsoOn);
        }
        settings.putAll(oneReplica());
        settings.putAll(patience());
        settings.putAll(small());
        return settings;
    }

    /** The controller without the broker, on the same metadata. */
    static Map<String, String> controllerAlone(Path logs, int port) {
        String controller = LoopbackPorts.HOST + ":" + port;
        return Map.of(
                "process.roles",
                "controller",
                "node.id",
                Integer.toString(NODE_ID),
                "log.dirs",
                logs.toString(),
                "listeners",
                CONTROLLER_LISTENER + "://" + controller,
                "listener.security.protocol.map",
                CONTROLLER_LISTENER + ":PLAINTEXT",
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "controller.quorum.voters",
                NODE_ID + "@" + controller);
    }

    private static Map<String, String> node(Path logs, int port, int controllerPort) {
        String client = "PLAINTEXT://" + LoopbackPorts.HOST + ":" + port;
        String controller = LoopbackPorts.HOST + ":" + controllerPort;
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE_ID),
                "log.dirs",
                logs.toString(),
                "listeners",
                client + "," + CONTROLLER_LISTENER + "://" + controller,
                "advertised.listeners",
                client,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT",
                "controller.listener.names",
                CONTROLLER_LISTENER,
                // A static quorum: the voter's address comes from here and not from the log, so both ports may change
                // from one start to the next.
                "controller.quorum.voters",
                NODE_ID + "@" + controller);
    }

    /** A client is told the address of the listener that it came by. */
    private static void listen(Map<String, String> settings, String listener) {
        settings.merge("listeners", listener, (some, one) -> some + "," + one);
        settings.merge("advertised.listeners", listener, (some, one) -> some + "," + one);
        settings.merge("listener.security.protocol.map", "ALSO:PLAINTEXT", (some, one) -> some + "," + one);
    }

    private static Map<String, String> oneReplica() {
        return Map.of(
                "default.replication.factor", "1",
                "min.insync.replicas", "1",
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "4",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "transaction.state.log.num.partitions", "4",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "share.coordinator.state.topic.num.partitions", "4");
    }

    private static Map<String, String> patience() {
        return Map.of(
                "group.initial.rebalance.delay.ms",
                "0",
                "group.min.session.timeout.ms",
                "1000",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                "500",
                // A broker whose session ends loses the lead of its partitions, and then committed transactions
                // (see KilledBroker). There is no other that could take over, so it outlives a busy machine,
                // and a process that was suspended for a while.
                "broker.session.timeout.ms",
                "60000",
                "initial.broker.registration.timeout.ms",
                "90000");
    }

    private static Map<String, String> small() {
        Map<String, String> settings = new HashMap<>();
        settings.put("auto.create.topics.enable", "false");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("num.replica.fetchers", "1");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("log.cleaner.threads", "1");
        // 128 MB of heap by default, for a map of keys that a development broker never fills.
        settings.put("log.cleaner.dedupe.buffer.size", "8388608");
        settings.put("log.cleaner.io.buffer.size", "131072");
        return settings;
    }
}
