package dev.tactus.processor.core.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.command.Problem;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.schedule.SkipReason;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.TaskContext;
import dev.tactus.processor.core.state.ScheduleProgress;
import dev.tactus.recurrence.Recurrence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes schedules. A command takes effect at its timestamp, but not before the last instant that is decided already.
 * Everything up to there is settled first, under the definition that was in force.
 */
final class ScheduleCommands {
    private static final String ACTOR = "tactus";

    private final TaskContext task;
    private final ScheduleTable table;
    private final Settlement settlement;
    private final ScheduleFacts facts;
    private final DeletedCommands deletedCommands;

    ScheduleCommands(TaskContext task, ScheduleTable table, Settlement settlement, DeletedCommands deletedCommands) {
        this.task = task;
        this.table = table;
        this.settlement = settlement;
        this.facts = new ScheduleFacts(task);
        this.deletedCommands = deletedCommands;
    }

    /** @param timestamp of the command's record, set by the broker */
    Outcome apply(ScheduleCommand command, EntityKey key, CommandHeaders headers, long timestamp) {
        ScheduleTable.Entry before = table.find(key);
        return switch (command) {
            case ScheduleCommand.Put put
            when headers.baseRevision() == null ->
                before == null
                        ? create(put.definition(), headers, timestamp)
                        : Outcome.Refused.of(Outcome.Reason.CONFLICT, "schedule " + key.id() + " exists already");
            case ScheduleCommand.Put put ->
                before == null ? notFound(key) : update(before, put.definition(), headers, timestamp);
            case ScheduleCommand.Delete delete -> before == null ? notFound(key) : delete(before, headers, timestamp);
        };
    }

    private Outcome create(ScheduleDefinition definition, CommandHeaders headers, long at) {
        List<Problem> problems = table.problems(definition);
        if (!problems.isEmpty()) {
            return invalid(problems);
        }
        ScheduleState state = new ScheduleState(definition, 1, Instant.ofEpochMilli(at));
        CompiledSchedule schedule = table.compile(state);
        long next = schedule.next(0, at);
        if (next == Recurrence.NONE) {
            return invalid(List.of(namesNoInstant(definition, at)));
        }
        ScheduleProgress progress = ScheduleProgress.startingAt(at, next, schedule.due(next));
        table.define(state);
        facts.created(state, headers.actor(), at);
        table.save(schedule, progress);
        return applied(state, progress);
    }

    private Outcome update(
            ScheduleTable.Entry found, ScheduleDefinition wanted, CommandHeaders headers, long timestamp) {
        CompiledSchedule before = found.schedule();
        EntityKey key = before.key();
        ScheduleDefinition definition = table.state(key).definition();
        ScheduleProgress progress = found.progress();
        long revision = before.revision();
        Long ifMatch = headers.ifMatch();
        if (ifMatch != null && ifMatch != revision) {
            return Outcome.Refused.of(
                    Outcome.Reason.CONFLICT,
                    "schedule " + key.id() + " is at revision " + revision + ", not " + ifMatch
                            + ": get it again, and repeat the change");
        }
        // Another update may have come between: then only what this one names is taken from it.
        ScheduleDefinition merged = definition.with(headers.changed(), wanted);
        List<Problem> problems = table.problems(merged);
        if (!problems.isEmpty()) {
            return invalid(problems);
        }
        long at = Math.max(timestamp, progress.decided());
        Outcome.Refused tooMany = settlement.tooManyFor(merged.overlap(), before, progress, at);
        if (tooMany != null) {
            return tooMany;
        }
        ScheduleState state = new ScheduleState(merged, revision + 1, Instant.ofEpochMilli(at));
        CompiledSchedule after = table.compile(state);
        boolean enabling = merged.enabled() && !before.policies().enabled();
        boolean timing = timingChanged(definition, merged);
        if (timing && after.recurrence().next(at) == Recurrence.NONE) {
            return invalid(List.of(namesNoInstant(merged, at)));
        }

        ScheduleProgress settled =
                settlement.keepPending(definition, settledUnder(before, progress, merged.enabled(), timing, at));
        settled = settlement.underPolicy(before, merged.overlap(), settled, at);
        if (enabling || timing || moreFires(before, after, settled)) {
            long next = after.next(settled.fires(), at);
            settled = settled.decidedUpTo(next, after.due(next), at);
        }
        settled = Settlement.endedIfUsedUp(after, settled);
        if (enabling) {
            settled = settled.withFailures(0, settled.lastError());
        }
        table.define(state);
        facts.updated(state, headers.changed(), headers.actor(), null, at);
        table.save(after, settled);
        return applied(state, settled);
    }

    private ScheduleProgress settledUnder(
            CompiledSchedule before, ScheduleProgress progress, boolean staysEnabled, boolean timing, long at) {
        if (!before.policies().enabled()) {
            return progress;
        }
        if (!staysEnabled) {
            return settlement.skipAll(before, progress, at, SkipReason.DISABLED);
        }
        return timing ? settlement.settleNominal(before, progress, at) : settlement.settle(before, progress, at);
    }

    private Outcome delete(ScheduleTable.Entry found, CommandHeaders headers, long timestamp) {
        CompiledSchedule schedule = found.schedule();
        EntityKey key = schedule.key();
        ScheduleDefinition definition = table.state(key).definition();
        ScheduleProgress progress = found.progress();
        long at = Math.max(timestamp, progress.decided());
        // Not settled as at any other command: what was asked to be gone must not fire, however late that is read.
        ScheduleProgress settled =
                definition.enabled() ? settlement.skipAll(schedule, progress, at, SkipReason.DELETED) : progress;
        settlement.keepPending(definition, settled);
        table.delete(key);
        facts.deleted(key, schedule.revision() + 1, headers.actor(), at);
        deletedCommands.deleted(key);
        JsonNode id = Json.object().put("id", definition.id().toString());
        return new Outcome.Applied(schedule.revision() + 1, id);
    }

    /** After too many failures in a row. */
    void pause(CompiledSchedule schedule, ScheduleProgress progress) {
        disable(schedule, progress, ACTOR, progress.consecutiveFailures() + " jobs failed in a row");
    }

    /** Its workflow is gone. */
    void orphaned(CompiledSchedule schedule, ScheduleProgress progress, @Nullable String actor) {
        String reason =
                "its workflow '" + table.state(schedule.key()).definition().workflow() + "' was deleted";
        ScheduleProgress noted =
                progress.withFailures(progress.consecutiveFailures(), "the schedule was disabled: " + reason);
        disable(schedule, noted, actor == null ? ACTOR : actor, reason);
    }

    /** Disabled by the platform, as if a client had done it. */
    private void disable(CompiledSchedule schedule, ScheduleProgress progress, String actor, String reason) {
        long now = task.now();
        ScheduleDefinition definition = table.state(schedule.key()).definition();
        ObjectNode disabled = Json.object().put("enabled", false);
        ObjectNode json = (ObjectNode) Json.tree(definition);
        json.setAll(disabled);
        ScheduleProgress settled =
                settlement.keepPending(definition, settlement.skipAll(schedule, progress, now, SkipReason.DISABLED));
        ScheduleState paused = new ScheduleState(
                Json.convert(json, ScheduleDefinition.class), schedule.revision() + 1, Instant.ofEpochMilli(now));
        table.define(paused);
        facts.updated(paused, List.of("enabled"), actor, reason, now);
        table.save(table.compile(paused), settled);
    }

    private static boolean timingChanged(ScheduleDefinition before, ScheduleDefinition after) {
        return !before.recurrence().equals(after.recurrence());
    }

    /** Whether a higher {@code max_fires} gives a schedule that had used its fires up new ones. */
    private static boolean moreFires(CompiledSchedule before, CompiledSchedule after, ScheduleProgress progress) {
        return progress.exhausted()
                && before.policies().usedUp(progress.fires())
                && !after.policies().usedUp(progress.fires());
    }

    private static Problem namesNoInstant(ScheduleDefinition definition, long after) {
        String field = definition.at() != null ? "at" : definition.endsAt() != null ? "ends_at" : "cron_expr";
        return Problem.at(
                field, "names no instant after " + Json.text(Instant.ofEpochMilli(after)) + ": it would never fire");
    }

    private Outcome applied(ScheduleState state, ScheduleProgress progress) {
        return new Outcome.Applied(state.revision(), ScheduleViews.of(state, progress, task.now()));
    }

    private static Outcome invalid(List<Problem> problems) {
        return new Outcome.Refused(Outcome.Reason.INVALID, "Input validation failed", problems);
    }

    static Outcome notFound(EntityKey key) {
        return Outcome.Refused.of(Outcome.Reason.NOT_FOUND, "schedule " + key.id() + " does not exist");
    }
}
