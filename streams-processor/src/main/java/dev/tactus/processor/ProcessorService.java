package dev.tactus.processor;

import dev.tactus.contracts.query.PartitionOwners;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.contracts.topic.TopicAdmin;
import dev.tactus.metrics.Meters;
import dev.tactus.processor.core.Commits;
import dev.tactus.processor.core.OwnedPartitions;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One processor: its topics, its stream threads, and what they answer. It runs once; a stopped one is not started again. */
public final class ProcessorService implements ProcessorView, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorService.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(8);

    private static final Set<KafkaStreams.State> GAVE_UP =
            Set.of(KafkaStreams.State.PENDING_ERROR, KafkaStreams.State.ERROR);

    private final ProcessorSettings settings;
    private final TopologyFactory topology;
    private final Meters meters;
    private final OwnedPartitions owned;
    private final Standbys standbys;
    private final LocalPartitions local;
    private final LocalOwners owners;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile @Nullable HostInfo advertised;
    private volatile @Nullable KafkaStreams streams;
    private @Nullable CommitAwareClients clients;
    private @Nullable Admin admin;
    private @Nullable ClockWatch clockWatch;

    /** With metrics of its own. */
    public ProcessorService(ProcessorSettings settings, TopologyFactory topology) {
        this(settings, topology, new Meters());
    }

    /** @param meters where it tells its metrics */
    public ProcessorService(ProcessorSettings settings, TopologyFactory topology, Meters meters) {
        this.settings = settings;
        this.topology = topology;
        this.meters = meters;
        ProcessorMetrics metrics = new ProcessorMetrics(meters, Clock.systemUTC());
        this.owned = new OwnedPartitions(metrics);
        metrics.tellOf(owned);
        this.standbys = new Standbys();
        metrics.tellOf(standbys);
        this.local = new LocalPartitions(owned);
        this.owners = new LocalOwners(local, settings.partitions());
    }

    /** Starts without serving other processes: for one JVM that holds everything. */
    public void start() {
        start(null);
    }

    /**
     * Creates and verifies the topics, then starts the stream threads and returns; {@link #ready()} tells when they answer.
     *
     * @param advertised where the others reach this processor's internal endpoint
     * @throws dev.tactus.contracts.topic.TopicMismatchException when the topics are not as they must be
     */
    public synchronized void start(@Nullable HostInfo advertised) {
        if (streams != null || stopped.isDone()) {
            throw new IllegalStateException("a processor starts once");
        }
        Admin opened = openAdmin();
        admin = opened;
        new TopicAdmin(opened).createAndVerify(settings.partitions(), settings.replicationFactor());
        this.advertised = advertised;
        // A heartbeat that comes late by half of the session time-out does not end the session.
        Duration tolerated = settings.timing().sessionTimeout().dividedBy(2);
        clockWatch = new ClockWatch(run(opened), tolerated, this::renew).start();
    }

    private Admin openAdmin() {
        Map<String, Object> adminConfig = new HashMap<>(settings.kafka());
        adminConfig.keySet().retainAll(AdminClientConfig.configNames());
        adminConfig.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.applicationId() + "-admin");
        return Admin.create(adminConfig);
    }

    /** Runs Kafka Streams, with a time of its own. */
    private SteadyTime run(Admin opened) {
        SteadyTime time = new SteadyTime(Clock.systemUTC(), System::nanoTime);
        Commits commits = new Commits(System::nanoTime);
        ConsumerProgress progress = new ConsumerProgress(opened);
        CommitAwareClients made = new CommitAwareClients(commits, progress);
        clients = made;
        KafkaStreams starting = new KafkaStreams(
                topology.build(owned, commits, progress, time),
                // No constructor of 4.3.1 takes both the clients and the time.
                new StreamsConfig(StreamsSettings.of(settings, advertised)) {
                    @Override
                    public KafkaClientSupplier getKafkaClientSupplier() {
                        return made;
                    }
                },
                time);
        starting.setUncaughtExceptionHandler(new ThreadReplacement(Clock.systemUTC()));
        starting.setStateListener(this::changed);
        starting.setStandbyUpdateListener(standbys);
        streams = starting;
        starting.start();
        return time;
    }

    /** As a restart: its stores are complete after the orderly close, and what it owned comes back to it. */
    private synchronized SteadyTime renew() {
        KafkaStreams before = streams;
        Admin used = admin;
        CommitAwareClients old = clients;
        if (before == null || used == null || old == null || stopped.isDone()) {
            throw new IllegalStateException("the processor is not running");
        }
        try {
            // Else a thread to which no record comes could not be stopped for as long as the clock was set back.
            old.endPolls();
            if (!leave(before, CLOSE_WITHIN)) {
                throw new IllegalStateException("the clock was set back, and the stream threads did not stop within "
                        + CLOSE_WITHIN.toSeconds() + " s. Restart the processor");
            }
            used.close(Duration.ZERO);
            Admin opened = openAdmin();
            admin = opened;
            return run(opened);
        } catch (RuntimeException e) {
            stopped.completeExceptionally(e);
            throw e;
        }
    }

    /** The partitions as one JVM that owns all of them sees them. */
    public PartitionOwners owners() {
        return owners;
    }

    @Override
    public Partitions partitions() {
        return settings.partitions();
    }

    @Override
    public LocalPartitions local() {
        return local;
    }

    @Override
    public Map<Integer, HostInfo> assigned() {
        KafkaStreams now = streams;
        Map<Integer, HostInfo> assigned = new HashMap<>();
        if (now == null || !now.state().isRunningOrRebalancing()) {
            return assigned;
        }
        for (StreamsMetadata instance : now.metadataForAllStreamsClients()) {
            if (instance.hostInfo().equals(HostInfo.unavailable())) {
                continue;
            }
            // One task has the same partition of every input, so one topic tells for all.
            instance.topicPartitions().stream()
                    .filter(input -> input.topic().equals(Topic.SCHEDULE_COMMANDS.topicName()))
                    .forEach(input -> assigned.put(input.partition(), instance.hostInfo()));
        }
        return assigned;
    }

    @Override
    public boolean ready() {
        KafkaStreams now = streams;
        if (now == null || !now.state().isRunningOrRebalancing()) {
            return false;
        }
        Map<Integer, HostInfo> elsewhere = assigned();
        return IntStream.range(0, settings.partitions().count())
                .allMatch(partition -> owned.get(partition).isPresent()
                        ? local.answers(partition)
                        : isAnothers(elsewhere.get(partition)));
    }

    private boolean isAnothers(@Nullable HostInfo owner) {
        return owner != null && !owner.equals(advertised);
    }

    @Override
    public boolean readyForItsOwn() {
        KafkaStreams now = streams;
        return now != null
                && now.state() == KafkaStreams.State.RUNNING
                && owned.numbers().stream().allMatch(local::answers);
    }

    @Override
    public boolean healthy() {
        KafkaStreams now = streams;
        return now == null || !GAVE_UP.contains(now.state());
    }

    @Override
    public Meters meters() {
        return meters;
    }

    /** Completes when the processor has stopped: exceptionally when it gave up. */
    public CompletableFuture<Void> stopped() {
        return stopped.copy();
    }

    @Override
    public void close() {
        close(CLOSE_WITHIN);
    }

    /**
     * Commits, closes the stores, and leaves the group.
     *
     * <p>Kafka Streams stays in the group by default, static member or not: its partitions would have no owner until the
     * session times out. By leaving, the others take them over at once, and a restart takes them back at once, because
     * after an orderly close its stores are complete. What the static id is for is the death without a close.
     *
     * @return false when it did not stop in time; its threads are daemons and end with the process
     */
    public synchronized boolean close(Duration within) {
        local.close();
        KafkaStreams closing = streams;
        ClockWatch watch = clockWatch;
        if (watch != null) {
            watch.close();
        }
        boolean closed = closing == null || leave(closing, within);
        stopped.complete(null);
        Admin opened = admin;
        if (opened != null) {
            opened.close(Duration.ZERO);
        }
        if (!closed) {
            LOG.warn(
                    "The processor did not stop within {} ms; its partitions move when its session times out.",
                    within.toMillis());
        }
        return closed;
    }

    private static boolean leave(KafkaStreams closing, Duration within) {
        return closing.close(CloseOptions.timeout(within)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    private void changed(KafkaStreams.State now, KafkaStreams.State before) {
        LOG.info("The processor is {} (was {})", now, before);
        if (now == KafkaStreams.State.ERROR) {
            stopped.completeExceptionally(new IllegalStateException(
                    "the processor gave up after too many errors; the log says which. Restart it"));
        }
    }
}
