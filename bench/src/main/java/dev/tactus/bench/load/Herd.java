package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.Progress;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Many schedules, all due at the same instant. */
public final class Herd {
    /** Creates per second that the plan counts with until some were measured. */
    private static final double FIRST_GUESS = 1_500;

    private static final int WARM_UPS = 4;
    private static final Duration WARM_UP_QUIET = Duration.ofSeconds(3);
    private static final String BYSTANDER = "bystander";
    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final Duration STILLNESS = Duration.ofSeconds(2);

    private final String bootstrapServers;
    private final ScheduleLoad load;
    private final Progress progress;
    private final Rehearsal rehearsal;
    private double createsPerSecond = FIRST_GUESS;

    public Herd(String bootstrapServers, ScheduleLoad load, Progress progress) {
        this.bootstrapServers = bootstrapServers;
        this.load = load;
        this.progress = progress;
        this.rehearsal = new Rehearsal(bootstrapServers, progress);
    }

    /**
     * Several herds, of {@code count} schedules together: so that the processor is measured as it runs and not as it starts.
     * The first is unlike the one that is measured, because no timer is beside it that is not due, and what the second
     * shows to the compilers is compiled in the third.
     */
    public void warmUp(int count) {
        for (int herd = 0; herd < WARM_UPS; herd++) {
            warmUpOnce(count * (herd + 1) / WARM_UPS - count * herd / WARM_UPS);
        }
    }

    /** Those that are not applied by then fire tomorrow; they were a warm-up as well, and show how fast they are applied. */
    private void warmUpOnce(int count) {
        if (count == 0) {
            return;
        }
        Instant due = nextMinute(timeToCreate(count));
        progress.say("Warming up with %,d schedules, due at %s", count, due);
        FireTally tally = new FireTally();
        try (CommittedReader fires = new CommittedReader(bootstrapServers, Topic.SCHEDULE_FIRES.topicName())) {
            create(count, number -> Definitions.daily(number, due, Instant.now()), wanted -> {
                tally.expect(wanted, due);
                rehearsal.expect(wanted.id(), due);
            });
            new FireWatch(fires, tally, progress, WARM_UP_QUIET).run(due);
            rehearsal.saw(tally);
        }
    }

    /** Plans with so many creates per second, instead of what the warm-up showed. */
    public void planWith(double creates) {
        createsPerSecond = creates;
    }

    private double create(int count, IntFunction<ScheduleDefinition> definition, Consumer<ScheduleDefinition> wanted) {
        double created = load.create(count, definition, wanted);
        // A little under what was measured: the next ones may be slower.
        createsPerSecond = created * 0.7;
        return created;
    }

    /** Recurring schedules: every day at the next minute before which they can be created. */
    public Result recurring(int count) {
        return run(count, nextMinute(timeToCreate(count)));
    }

    private static Instant nextMinute(Duration after) {
        return Instant.now().plus(after).truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    }

    private Duration timeToCreate(int count) {
        return SLACK.plusMillis((long) (1_000 * count / createsPerSecond));
    }

    private Result run(int count, Instant due) {
        progress.say("Creating %,d schedules that are due at %s", count, due);
        FireTally tally = new FireTally();
        try (CommittedReader fires = new CommittedReader(bootstrapServers, Topic.SCHEDULE_FIRES.topicName())) {
            double created = create(
                    count,
                    number -> Definitions.daily(number, due, Instant.now()),
                    wanted -> tally.expect(wanted, due));
            // One a partition, last, so that they stand behind the whole herd.
            load.create(
                    TactusProcesses.PARTITIONS.count(),
                    number -> Definitions.daily(BYSTANDER, number, due, Instant.now()),
                    wanted -> tally.expectBystander(wanted, due));
            long left = Duration.between(Instant.now(), due).toMillis();
            if (left < 0) {
                throw new BenchFailure("creating took " + -left + " ms longer than planned: run it again on a quieter"
                        + " machine, with a longer --warm-up to plan from, or with --without-outcomes");
            }
            progress.say("Due in %.1f s", left / 1e3);
            rehearsal.runUntil(due.minus(STILLNESS));
            new FireWatch(fires, tally, progress, FireWatch.LOST).run(due);
            Result result = new Result(tally, due, created);
            progress.say(
                    "%,d fires in %.2f s: %,.0f/s, p99 %,d ms late, %d lost, %d doubled, %d unexpected",
                    tally.seen(),
                    result.seconds(),
                    result.firesPerSecond(),
                    tally.lateness().getValueAtPercentile(99),
                    tally.lost(),
                    tally.doubled(),
                    tally.unexpected());
            return result;
        }
    }

    /** @param createdPerSecond how fast the schedules were applied before */
    public record Result(FireTally tally, Instant due, double createdPerSecond) {
        /** From the instant to the last visible fire. */
        double seconds() {
            return Math.max(1, tally.lastVisible() - due.toEpochMilli()) / 1e3;
        }

        public double firesPerSecond() {
            return tally.seen() == 0 ? 0 : tally.seen() / seconds();
        }
    }
}
