package dev.tactus.dispatcher.delivery;

import dev.tactus.contracts.delivery.DeliveryReport;
import dev.tactus.contracts.delivery.DeliveryReport.Attempted;
import dev.tactus.contracts.delivery.DeliveryReport.Cause;
import dev.tactus.contracts.delivery.DeliveryReport.Deferred;
import dev.tactus.contracts.delivery.DeliveryReport.Heartbeat;
import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.contracts.secret.SecretException;
import dev.tactus.dispatcher.flow.Lanes;
import dev.tactus.dispatcher.http.HttpPost;
import dev.tactus.dispatcher.http.HttpResult;
import dev.tactus.dispatcher.http.OutboundHttp;
import dev.tactus.dispatcher.http.Target;
import dev.tactus.dispatcher.report.AttemptMeter;
import dev.tactus.dispatcher.report.Leases;
import dev.tactus.dispatcher.report.Leases.Lease;
import dev.tactus.dispatcher.report.ReportRecords;
import dev.tactus.dispatcher.report.ReportSender;
import dev.tactus.dispatcher.signature.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the attempts to deliver callbacks that were handed over, each once, and reports how they ended. */
public final class Deliverer {
    private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);
    private static final int RESPONSE_CAP = 16 * 1024;
    /** What a host that answers has no room for comes back after so long at most, or up to twice. */
    private static final long MOST_DEFERRAL_SECONDS = 5;
    /** What a host that does not answer is not called with comes back within so long of when it may be called again. */
    private static final long TRIALS_SPREAD_SECONDS = 30;

    private final SecretBox secrets;
    private final OutboundHttp http;
    private final Lanes lanes;
    private final Leases leases;
    private final ReportRecords records;
    private final ReportSender reports;
    private final Duration deadline;
    private final HostBreakers breakers;
    private final AttemptMeter meter;
    private final Clock clock;
    private final AtomicInteger held = new AtomicInteger();

    /** @param deadline for one attempt as a whole */
    public Deliverer(
            SecretBox secrets,
            OutboundHttp http,
            Lanes lanes,
            Leases leases,
            ReportRecords records,
            ReportSender reports,
            Duration deadline,
            HostBreakers breakers,
            AttemptMeter meter,
            Clock clock) {
        this.secrets = secrets;
        this.http = http;
        this.lanes = lanes;
        this.leases = leases;
        this.records = records;
        this.reports = reports;
        this.deadline = deadline;
        this.breakers = breakers;
        this.meter = meter;
        this.clock = clock;
    }

    /** Returns at once; the attempt begins when its host has room. */
    public void accept(Deliver work) {
        held.incrementAndGet();
        Lease lease = leases.hold(() -> reports.beat(
                records.of(new Heartbeat(work.tenant(), work.deliveryId(), work.attempt()), work.jobId())));
        Optional<Target> target = Target.of(work.url());
        if (target.isEmpty()) {
            ended(work, lease, DeliveryAttempt.rejected(work, "the callback URL is not an http or https URL"));
            return;
        }
        String host = target.get().origin();
        lanes.submit(
                host,
                work.tenant(),
                () -> {
                    DeliveryReport report = attempt(work, target.get());
                    ended(work, lease, report);
                    return report instanceof Attempted;
                },
                seconds -> ended(work, lease, busy(work, seconds)));
    }

    /** How many were accepted and have not ended. */
    public int held() {
        return held.get();
    }

    /** Spread by the delivery's id: what is put off together must not come back together. */
    private static Deferred deferred(Deliver work, long least, long spread, Cause cause) {
        long seconds = least + Math.floorMod(work.deliveryId().getLeastSignificantBits(), spread);
        return new Deferred(work.tenant(), work.deliveryId(), work.attempt(), seconds, cause);
    }

    private static Deferred busy(Deliver work, long secondsToEnd) {
        long least = Math.clamp(secondsToEnd, 1, MOST_DEFERRAL_SECONDS);
        return deferred(work, least, least, Cause.BUSY);
    }

    private static Deferred silent(Deliver work, Duration untilTrials) {
        return deferred(work, untilTrials.toSeconds() + 1, TRIALS_SPREAD_SECONDS, Cause.SILENT);
    }

    private DeliveryReport attempt(Deliver work, Target target) {
        String host = target.origin();
        boolean permitted = breakers.mayCall(host);
        // The last attempt is made in any case: nothing is given up because of calls to others.
        if (!permitted && !work.last()) {
            return silent(work, breakers.prevent(host));
        }
        boolean judged = !permitted;
        try {
            Instant now = clock.instant();
            byte[] body = work.body().getBytes(StandardCharsets.UTF_8);
            HttpPost post = new HttpPost(target, headers(work, body, now), body, deadline, RESPONSE_CAP);
            HttpResult result = http.exchange(post, () -> {}).run();
            meter.called(result.took());
            if (!judged) {
                breakers.called(host, result);
                judged = true;
            }
            return DeliveryAttempt.report(work, result, clock.instant());
        } catch (SecretException e) {
            return DeliveryAttempt.rejected(work, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("delivery {} of {} failed in the dispatcher itself", work.deliveryId(), work.tenant(), e);
            return DeliveryAttempt.failed(
                    work, "the dispatcher failed, see its log: " + e.getClass().getName());
        } finally {
            if (!judged) {
                breakers.notCalled(host);
            }
        }
    }

    private Map<String, String> headers(Deliver work, byte[] body, Instant now) {
        List<String> keys = work.secrets().stream()
                .map(ciphertext -> secrets.decrypt(ciphertext, work.secretContext()))
                .toList();
        Map<String, String> headers = Signatures.headers(work.deliveryId().toString(), now, body, keys);
        headers.put("x-event-type", work.eventType());
        return headers;
    }

    private void ended(Deliver work, Lease lease, DeliveryReport report) {
        meter.ended(outcome(report));
        var unused = reports.deliver(records.of(report, work.jobId())).thenRun(() -> {
            lease.close();
            held.decrementAndGet();
        });
    }

    /** As metrics name it. */
    private static String outcome(DeliveryReport report) {
        return report instanceof Attempted attempted
                ? attempted.verdict().name().toLowerCase(Locale.ROOT)
                : "deferred";
    }
}
