package dev.tactus.dispatcher;

import dev.tactus.contracts.net.AddressPolicy;
import dev.tactus.contracts.registry.RegistryView;
import dev.tactus.contracts.secret.JobTokens;
import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.contracts.topic.TopicAdmin;
import dev.tactus.dispatcher.delivery.Deliverer;
import dev.tactus.dispatcher.delivery.HostBreakers;
import dev.tactus.dispatcher.flow.Lanes;
import dev.tactus.dispatcher.handover.HandoverLoop;
import dev.tactus.dispatcher.handover.StartOffsets;
import dev.tactus.dispatcher.http.OutboundHttp;
import dev.tactus.dispatcher.launch.FinalJobs;
import dev.tactus.dispatcher.launch.JobEventTail;
import dev.tactus.dispatcher.launch.JobRunners;
import dev.tactus.dispatcher.launch.Launcher;
import dev.tactus.dispatcher.report.Leases;
import dev.tactus.dispatcher.report.ReportRecords;
import dev.tactus.dispatcher.report.ReportSender;
import dev.tactus.metrics.Meters;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** The dispatcher: from the fire event to the runner, and from the delivery that is due to its receiver. */
public final class DispatcherService implements AutoCloseable {
    private static final Duration REGISTRY_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration REPORT_PAUSE = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration CLOSE = Duration.ofSeconds(3);
    /** How often a host is looked at that may have become too slow for what waits for it. */
    private static final Duration PUT_OFF = Duration.ofMillis(50);
    /** Ends of jobs that are remembered, some 20 MB; what is forgotten is read again where it matters. */
    private static final int FINAL_JOBS = 100_000;

    private static final int LEAST_FINAL_JOBS = 1_000;

    private final Clock clock = Clock.systemUTC();
    private final DispatcherSettings settings;
    private final KafkaClients kafka;
    private final RegistryView registry;
    private final OutboundHttp http;
    private final Producer<byte[], byte[]> reportProducer;
    private final Producer<byte[], byte[]> workerProducer;
    private final ScheduledExecutorService timer;
    private final Leases leases;
    private final ReportSender reports;
    private final JobEventTail tail;
    private final HandoverLoop loop;
    private final Thread thread;
    private final Launcher launcher;
    private final Lanes deliveryLanes;
    private final Deliverer deliverer;
    private final @Nullable HealthServer health;

    /**
     * With metrics of its own.
     *
     * @throws RuntimeException when the settings are not usable; the message says which and why
     */
    public DispatcherService(DispatcherSettings settings) {
        this(settings, new Meters());
    }

    /**
     * @param meters where it tells its metrics
     * @throws RuntimeException when the settings are not usable; the message says which and why
     */
    public DispatcherService(DispatcherSettings settings, Meters meters) {
        DispatcherMetrics metrics = new DispatcherMetrics(meters);
        AddressPolicy addresses = AddressPolicy.allowing(settings.allowedNetworks());
        this.settings = settings;
        this.kafka = new KafkaClients(settings);
        SecretBox secrets = SecretBox.of(settings.keyset());
        this.registry = RegistryView.of(settings.kafka());
        this.http = new OutboundHttp(address -> addresses.objection(address).isEmpty());
        this.reportProducer = kafka.plainProducer(5_000);
        this.workerProducer = kafka.plainProducer(3_000);
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("tactus-leases").daemon().factory());
        this.leases = new Leases(settings.leaseRenewal());
        ReportRecords records = new ReportRecords(settings.partitions());
        this.reports = new ReportSender(reportProducer, timer, REPORT_PAUSE);
        FinalJobs finals = new FinalJobs(
                settings.partitions(),
                Math.max(LEAST_FINAL_JOBS, FINAL_JOBS / settings.partitions().count()));
        DispatcherSettings.Bounds launching = settings.launches();
        Lanes launches = Lanes.ofAnySpeed(launching.running(), launching.perHost(), threads("tactus-launch-"));
        this.launcher = new Launcher(
                new JobRunners(http, secrets, JobTokens.of(settings.keyset()), workerProducer, clock),
                finals,
                launches,
                leases,
                records,
                reports,
                metrics.launches(),
                clock);
        DispatcherSettings.Bounds delivering = settings.deliveries();
        this.deliveryLanes = Lanes.bySpeed(
                delivering.running(),
                delivering.perHost(),
                delivering.held(),
                delivering.maxWaiting(),
                threads("tactus-delivery-"));
        HostBreakers breakers = new HostBreakers();
        this.deliverer = new Deliverer(
                secrets,
                http,
                deliveryLanes,
                leases,
                records,
                reports,
                settings.deliveryDeadline(),
                breakers,
                metrics.deliveries(),
                clock);
        this.tail = new JobEventTail(kafka::tail, settings.partitions(), finals, launcher::jobEnded);
        this.loop = new HandoverLoop(
                kafka::handover,
                (tenant, name) -> registry.workflow(tenant, name, REGISTRY_TIMEOUT),
                tail,
                records,
                new Workers(launcher, deliverer, launching.held(), delivering.held()),
                settings.instance());
        this.thread = Thread.ofPlatform().name("tactus-handover").unstarted(loop);
        metrics.tellOf(loop);
        metrics.tellOf(launcher, launches, deliverer, deliveryLanes);
        metrics.tellOf(breakers);
        this.health = settings.healthPort() == null
                ? null
                : new HealthServer(settings.healthHost(), settings.healthPort(), this::health, meters);
    }

    /**
     * Verifies topics and offsets, and begins to take work over.
     *
     * @throws dev.tactus.contracts.topic.TopicMismatchException when the topics are not as they must be
     * @throws dev.tactus.dispatcher.handover.OffsetsGoneException when an operator has to say where to go on
     */
    public void start() {
        try (Admin admin = kafka.admin()) {
            new TopicAdmin(admin).createAndVerify(settings.partitions(), settings.replicationFactor());
            new StartOffsets(admin, kafka::tail, settings.partitions(), settings.group()).ensure();
        }
        registry.start();
        tail.start(clock.instant());
        leases.start(timer);
        var unused = timer.scheduleWithFixedDelay(
                deliveryLanes::putOffSurplus, PUT_OFF.toMillis(), PUT_OFF.toMillis(), TimeUnit.MILLISECONDS);
        thread.start();
        if (health != null) {
            health.start();
        }
    }

    /** Completes when the dispatcher takes nothing over any more; exceptionally when it had to stop by itself. */
    public CompletableFuture<Void> ended() {
        return loop.ended();
    }

    /** How it is right now. */
    public DispatcherHealth health() {
        return new DispatcherHealth(
                loop.ended().isDone() || registry.dead() || tail.dead(),
                loop.joined() && registry.reads() && tail.reads(),
                Duration.ofNanos(System.nanoTime() - loop.lastTurn()),
                loop.assigned(),
                launcher.held(),
                deliverer.held(),
                loop.unreadable());
    }

    /** Where health is told; -1 for nowhere. */
    public int healthPort() {
        return health == null ? -1 : health.port();
    }

    /** Takes nothing over any more, gives what runs a moment to end, and then lets go of what runs: the leases end, and other dispatchers go on. */
    @Override
    public void close() {
        if (health != null) {
            health.close();
        }
        loop.close();
        join();
        awaitQuiet();
        tail.close();
        registry.close();
        reports.close();
        timer.shutdownNow();
        reportProducer.close(CLOSE);
        workerProducer.close(CLOSE);
        http.close();
    }

    private void join() {
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitQuiet() {
        long end = System.nanoTime() + GRACE.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        try {
            while (launcher.held() + deliverer.held() > 0 && System.nanoTime() < end) {
                var unused = never.await(20, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Executor threads(String name) {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name, 0).factory());
    }
}
