package dev.tactus.api;

import dev.tactus.api.command.CommandProducer;
import dev.tactus.api.command.CommandSender;
import dev.tactus.api.owners.HttpPartitionOwners;
import dev.tactus.api.webhook.Webhooks;
import dev.tactus.api.workflow.Workflows;
import dev.tactus.contracts.query.PartitionOwners;
import dev.tactus.contracts.registry.RegistryView;
import dev.tactus.contracts.topic.TopicAdmin;
import dev.tactus.contracts.topic.TopicMismatchException;
import dev.tactus.metrics.Meters;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One API instance: its server, its producer, its view of the registry. It keeps no state; run as many as are needed. */
public final class ApiService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiService.class);

    private final ApiSettings settings;
    private final PartitionOwners owners;
    private final CommandSender sender;
    private final RegistryView registry;
    private final ApiServer server;

    private ApiService(ApiSettings settings, PartitionOwners owners, Meters meters) {
        this.settings = settings;
        this.owners = owners;
        ApiSettings.Limits limits = settings.limits();
        this.sender = new CommandSender(
                CommandProducer.create(settings.kafka(), limits.commandTimeout()), owners, limits.commandTimeout());
        this.registry = RegistryView.of(settings.kafka());
        this.server = new ApiServer(
                settings,
                owners,
                sender,
                Workflows.of(registry, limits.readTimeout()),
                Webhooks.of(registry, limits.readTimeout()),
                InstantSource.system(),
                meters);
    }

    /**
     * An instance beside a processor in the same JVM.
     *
     * @param meters where it tells its metrics, and what is told at {@code api.metrics-port}
     */
    public static ApiService with(ApiSettings settings, PartitionOwners owners, Meters meters) {
        return new ApiService(settings, owners, meters);
    }

    /**
     * An instance that reaches the processors over HTTP.
     *
     * @throws IllegalArgumentException when the settings do not say where they are
     */
    public static ApiService remote(ApiSettings settings) {
        ApiSettings.Processors processors = settings.processors();
        if (processors == null) {
            throw new IllegalArgumentException(
                    "`processors.seeds` is missing: name the internal ports of one or more processors as host:port");
        }
        return new ApiService(
                settings,
                new HttpPartitionOwners(
                        processors.seeds(),
                        processors.token(),
                        settings.limits().readTimeout()),
                new Meters());
    }

    /**
     * Verifies the topics and listens. Until every partition has an owner, requests are answered 503.
     *
     * @throws TopicMismatchException when the topics are not as they must be
     */
    public ApiService start() {
        try (Admin admin = Admin.create(Map.<String, Object>copyOf(settings.kafka()))) {
            new TopicAdmin(admin).createAndVerify(settings.partitions(), settings.replicationFactor());
        }
        registry.start();
        server.start();
        LOG.info("the API listens on {}:{}", settings.host(), port());
        ApiSettings.Listener metrics = settings.metrics();
        if (metrics != null) {
            LOG.info("the API tells its metrics on {}:{}", metrics.host(), metricsPort());
        }
        return this;
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** The port on which it tells its metrics; -1 for none. */
    public int metricsPort() {
        return server.metricsPort();
    }

    /** Lets requests that are being answered end, for a few seconds. */
    @Override
    public void close() {
        server.close();
        sender.close();
        registry.close();
        if (owners instanceof HttpPartitionOwners remote) {
            remote.close();
        }
    }
}
