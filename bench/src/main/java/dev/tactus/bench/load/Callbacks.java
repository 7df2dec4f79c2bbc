package dev.tactus.bench.load;

import dev.tactus.bench.Progress;
import dev.tactus.bench.receiver.BadReceiver;
import dev.tactus.bench.receiver.Receivers;
import dev.tactus.contracts.job.JobStatus;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.RecordHeaders;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One-shot schedules of the echo workflow whose jobs call back. */
public final class Callbacks {
    /** Longer than a lease: what has not come by then is lost. */
    private static final Duration LOST = Duration.ofSeconds(60);

    private static final Duration SLACK = Duration.ofSeconds(4);
    private static final Duration POLL = Duration.ofMillis(200);
    /** Creates per second that the plan counts with until some were measured. */
    private static final double FIRST_GUESS = 1_500;

    private static final String COMPLETED = "job." + JobStatus.COMPLETED.name().toLowerCase(java.util.Locale.ROOT);

    private final String bootstrapServers;
    private final ScheduleLoad load;
    private final SecretBox secrets;
    private final Receivers receivers;
    private final Progress progress;
    private double createsPerSecond = FIRST_GUESS;

    public Callbacks(
            String bootstrapServers, ScheduleLoad load, SecretBox secrets, Receivers receivers, Progress progress) {
        this.bootstrapServers = bootstrapServers;
        this.load = load;
        this.secrets = secrets;
        this.receivers = receivers;
        this.progress = progress;
    }

    /**
     * Has so many callbacks made and returns when all came, or none comes any more.
     *
     * @param perSecond how many jobs begin per second; 0 for all in the same instant
     * @param badly so many more in the first instant, whose receivers are bad; they are not waited for
     */
    public CallbackTally.Result run(int count, int perSecond, int badly) {
        receivers.forget();
        Instant first = Instant.now()
                .plus(SLACK)
                .plusMillis((long) (1_000 * (count + badly) / createsPerSecond))
                .truncatedTo(ChronoUnit.SECONDS);
        progress.say("Creating %,d schedules of which the first is due at %s", count + badly, first);
        CallbackTally tally = new CallbackTally();
        try (CommittedReader jobs = new CommittedReader(bootstrapServers, Topic.JOB_EVENTS.topicName())) {
            IntFunction<ScheduleDefinition> definition = number -> number < badly
                    ? calling(Definitions.once(number, first, Instant.now()), badUrl(number))
                    : calling(
                            Definitions.once(number, due(first, number - badly, perSecond), Instant.now()),
                            receivers.quick());
            int[] created = {0};
            createsPerSecond = 0.7
                    * load.create(count + badly, definition, wanted -> {
                        if (created[0]++ >= badly) {
                            tally.expect(wanted.id());
                        }
                    });
            if (Instant.now().isAfter(first)) {
                progress.say("Creating took longer than planned: the first jobs began while it went on");
            }
            await(jobs, tally, count, badly, due(first, count, perSecond));
        }
        CallbackTally.Result result = tally.result(receivers.arrivals());
        progress.say(
                "%,d callbacks in %.2f s: %,.0f/s, p50 %,d ms, p99 %,d ms, %d lost, %d doubled",
                result.count(),
                result.seconds(),
                result.perSecond(),
                result.latency().getValueAtPercentile(50),
                result.latency().getValueAtPercentile(99),
                result.lost(),
                result.doubled());
        return result;
    }

    private ScheduleDefinition calling(ScheduleDefinition definition, String url) {
        return Definitions.calling(definition, url, Receivers.SECRET, secrets);
    }

    private static Instant due(Instant first, int number, int perSecond) {
        return perSecond == 0 ? first : first.plusMillis(1_000L * number / perSecond);
    }

    private void await(CommittedReader jobs, CallbackTally tally, int count, int badly, Instant lastDue) {
        int arrived = 0;
        long changed = System.currentTimeMillis();
        while (arrived < count || tally.ended() < count + badly) {
            int before = arrived + tally.ended();
            for (ConsumerRecord<byte[], byte[]> job : jobs.poll(POLL)) {
                if (COMPLETED.equals(RecordHeaders.text(job.headers(), RecordHeaders.EVENT_TYPE))) {
                    tally.jobEnded(EntityKey.parse(job.key()).id(), job.timestamp());
                }
            }
            arrived = receivers.counts().arrived();
            if (arrived + tally.ended() > before) {
                changed = System.currentTimeMillis();
            }
            if (System.currentTimeMillis() > Math.max(changed, lastDue.toEpochMilli()) + LOST.toMillis()) {
                return;
            }
            progress.tick("%,d jobs completed, %,d of %,d callbacks came", tally.ended(), arrived, count);
        }
    }

    /** Which bad receiver the n-th callback goes to: all get the same number. */
    private String badUrl(int number) {
        BadReceiver[] all = BadReceiver.values();
        return receivers.bad(all[number % all.length]);
    }
}
