package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.registry.Workflow;
import dev.tactus.dispatcher.flow.Lanes;
import dev.tactus.dispatcher.report.AttemptMeter;
import dev.tactus.dispatcher.report.Leases;
import dev.tactus.dispatcher.report.Leases.Lease;
import dev.tactus.dispatcher.report.ReportRecords;
import dev.tactus.dispatcher.report.ReportSender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Launches the jobs that were handed over and reports what became of the launches. */
public final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

    private final JobRunners runners;
    private final FinalJobs finals;
    private final Lanes lanes;
    private final Leases leases;
    private final ReportRecords records;
    private final ReportSender reports;
    private final AttemptMeter meter;
    private final Clock clock;

    private final ParamsCheck check = new ParamsCheck();
    private final StartOrder startOrder = new StartOrder();
    private final ConcurrentMap<UUID, List<PreparedLaunch>> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger held = new AtomicInteger();

    public Launcher(
            JobRunners runners,
            FinalJobs finals,
            Lanes lanes,
            Leases leases,
            ReportRecords records,
            ReportSender reports,
            AttemptMeter meter,
            Clock clock) {
        this.runners = runners;
        this.finals = finals;
        this.lanes = lanes;
        this.leases = leases;
        this.records = records;
        this.reports = reports;
        this.meter = meter;
        this.clock = clock;
    }

    /**
     * Returns at once. Called on one thread, so that the launches of a schedule start in the order of the calls.
     *
     * @param workflow null when there is none of that name
     */
    public void accept(Launch launch, @Nullable Workflow workflow) {
        held.incrementAndGet();
        Lease lease = leases.hold(() ->
                reports.beat(records.of(new JobReport.Heartbeat(launch.tenant(), launch.jobId(), launch.attempt()))));
        PreparedLaunch prepared;
        try {
            prepared = prepare(launch, workflow);
        } catch (LaunchRefusedException e) {
            ended(launch, lease, new LaunchOutcome.Failed(e.error(), false));
            return;
        } catch (RuntimeException e) {
            ended(launch, lease, broken(launch, e));
            return;
        }
        add(launch.jobId(), prepared);
        UUID line = launch.scheduleId() == null ? launch.jobId() : launch.scheduleId();
        CompletableFuture<Void> started = new CompletableFuture<>();
        startOrder.next(
                line,
                started,
                () -> lanes.submit(prepared.lane(), launch.tenant(), () -> run(launch, prepared, lease, started)));
    }

    /** The job has ended: what is under way for it is aborted, and what waits will not begin. */
    public void jobEnded(UUID jobId) {
        List<PreparedLaunch> launches = underWay.get(jobId);
        if (launches != null) {
            launches.forEach(PreparedLaunch::abort);
        }
    }

    /** How many were accepted and have not ended. */
    public int held() {
        return held.get();
    }

    private PreparedLaunch prepare(Launch launch, @Nullable Workflow workflow) {
        if (workflow == null) {
            throw new LaunchRefusedException("workflow " + launch.workflow() + " does not exist");
        }
        check.refuseUnfit(launch, workflow);
        Instant deadline = launch.deadline() == null
                ? clock.instant().plusSeconds(Math.max(1, launch.timeoutSeconds()))
                : launch.deadline();
        return runners.prepare(new LaunchOrder(launch, workflow, deadline));
    }

    private void run(Launch launch, PreparedLaunch prepared, Lease lease, CompletableFuture<Void> started) {
        LaunchOutcome outcome;
        try {
            outcome = finals.contains(launch.jobId()) ? new LaunchOutcome.Aborted() : call(prepared, started);
        } catch (LaunchRefusedException e) {
            outcome = new LaunchOutcome.Failed(e.error(), false);
        } catch (RuntimeException e) {
            outcome = broken(launch, e);
        } finally {
            started.complete(null);
            remove(launch.jobId(), prepared);
        }
        ended(launch, lease, outcome);
    }

    private LaunchOutcome call(PreparedLaunch prepared, CompletableFuture<Void> started) {
        long begun = System.nanoTime();
        try {
            return prepared.run(() -> started.complete(null));
        } finally {
            meter.called(Duration.ofNanos(System.nanoTime() - begun));
        }
    }

    private static LaunchOutcome broken(Launch launch, RuntimeException e) {
        LOG.error("the launch of job {} of {} failed in the dispatcher itself", launch.jobId(), launch.tenant(), e);
        return new LaunchOutcome.Failed(
                "the dispatcher failed, see its log: " + e.getClass().getName(), true);
    }

    private void ended(Launch launch, Lease lease, LaunchOutcome outcome) {
        meter.ended(outcome.label());
        CompletableFuture<Void> told = outcome.report(launch)
                .map(report -> reports.deliver(records.of(report)))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        var unused = told.thenRun(() -> {
            lease.close();
            held.decrementAndGet();
        });
    }

    private void add(UUID jobId, PreparedLaunch launch) {
        underWay.merge(jobId, List.of(launch), (before, added) -> {
            List<PreparedLaunch> all = new ArrayList<>(before);
            all.addAll(added);
            return List.copyOf(all);
        });
    }

    private void remove(UUID jobId, PreparedLaunch launch) {
        underWay.computeIfPresent(jobId, (id, before) -> {
            List<PreparedLaunch> left =
                    before.stream().filter(other -> other != launch).toList();
            return left.isEmpty() ? null : left;
        });
    }
}
