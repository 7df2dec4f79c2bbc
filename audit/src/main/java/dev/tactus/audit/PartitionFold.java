package dev.tactus.audit;

import dev.tactus.audit.Finding.What;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleEvent;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.recurrence.InvalidRecurrenceException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of one partition, folded in the order of the partition's facts. It keeps some hundred bytes for each
 * schedule that is there, whatever the length of the log.
 */
final class PartitionFold {
    /** So many manual fires are remembered, to find one that comes twice. */
    private static final int REMEMBERED = 10_000;

    private final Judge judge;
    private final Partitions partitions;
    private final int number;
    private final @Nullable String tenant;
    private final long judgedFrom;
    private final Supplier<Map<EntityKey, ScheduleState>> states;

    private final Map<EntityKey, ScheduleFold> schedules = new HashMap<>();
    private final Map<UUID, Place> besides = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Place> eldest) {
            return size() > REMEMBERED;
        }
    };
    private boolean judging;
    private long created;
    private long fires;
    private long skips;

    /**
     * @param tenant whose schedules are judged; null for all
     * @param judgedFrom the number of the fact from which on events and fires are complete
     * @param states the definitions in force, by which schedules are judged whose events retention has removed; asked
     *     only then
     */
    PartitionFold(
            Judge judge,
            Partitions partitions,
            int number,
            @Nullable String tenant,
            long judgedFrom,
            Supplier<Map<EntityKey, ScheduleState>> states) {
        this.judge = judge;
        this.partitions = partitions;
        this.number = number;
        this.tenant = tenant;
        this.judgedFrom = judgedFrom;
        this.states = states;
        this.judging = judgedFrom <= 1;
    }

    void fold(Fact fact) {
        if (!judging && fact.seq() >= judgedFrom) {
            beginAt(fact.place().timestamp());
        }
        switch (fact) {
            case Fact.Fired fired -> fired(fired);
            case Fact.Said said -> said(said);
            case Fact.JobEnded ended -> {
                ScheduleFold schedule = schedules.get(ended.schedule());
                if (schedule != null) {
                    schedule.jobEnded();
                }
            }
            case Fact.Other other -> {
                // Only its number matters.
            }
            case Fact.Unreadable unreadable ->
                throw new IllegalArgumentException(unreadable.place() + " has no place in the order");
        }
    }

    /**
     * All that was there is folded.
     *
     * @param to what is due up to here must have its verdict, in epoch milliseconds
     */
    void end(long to) {
        if (!judging) {
            beginAt(to);
        }
        String where = "the end of partition " + number;
        schedules.values().forEach(schedule -> schedule.end(to, where));
    }

    /** From here on nothing is missing: what was before is not judged. */
    private void beginAt(long instant) {
        judging = true;
        schedules.values().forEach(schedule -> schedule.beginAt(instant));
        states.get().forEach((key, state) -> {
            if (isAsked(key.tenant())
                    && !schedules.containsKey(key)
                    && state.updatedAt().toEpochMilli() <= instant) {
                Timetable timetable = compile(key, state.definition(), null);
                if (timetable != null) {
                    ScheduleFold schedule = new ScheduleFold(key, judge, timetable, state.revision(), instant, false);
                    schedule.beginAt(instant);
                    schedules.put(key, schedule);
                }
            }
        });
    }

    private void fired(Fact.Fired fact) {
        FireEvent fire = fact.event();
        judge.rules().seen(fire.tzdbVersion());
        EntityKey key = new EntityKey(fire.tenant(), fire.scheduleId());
        if (!isAsked(key.tenant()) || misplaced(key, fact.key(), fact.place())) {
            return;
        }
        fires++;
        ScheduleFold schedule = schedules.get(key);
        if (ScheduleFold.isBeside(fire.kind())) {
            beside(key, fire, schedule, fact.place());
        } else if (schedule != null) {
            if (judging) {
                schedule.fired(fire, fact.place());
            }
        } else {
            unknown(key, "it fires", fire, fact.place());
        }
    }

    /** A manual fire or a backfill: its id comes from the request, so only its form and its being one can be judged. */
    private void beside(EntityKey key, FireEvent fire, @Nullable ScheduleFold schedule, Place place) {
        Place first = besides.putIfAbsent(fire.jobId(), place);
        if (first != null) {
            judge.found(What.DOUBLED, key, fire.scheduledAt(), "it fired before, at " + first, place);
            return;
        }
        if (Ids.epochMilli(fire.jobId()) != fire.scheduledAt().toEpochMilli()
                || Ids.slot(fire.jobId()) != Ids.slot(key.id())) {
            judge.found(
                    What.UNEXPLAINED,
                    key,
                    fire.scheduledAt(),
                    "its job_id " + fire.jobId() + " is not of its instant or not of its schedule's slot",
                    place);
        }
        if (schedule == null) {
            unknown(key, "it fires", fire, place);
        } else {
            schedule.firedBeside();
        }
    }

    private void said(Fact.Said fact) {
        ScheduleEvent event = fact.event();
        if (event instanceof ScheduleEvent.InstantsSkipped skipped) {
            judge.rules().seen(skipped.tzdbVersion());
        } else if (event instanceof ScheduleEvent.Rescheduled moved) {
            judge.rules().seen(moved.tzdbAfter());
        }
        EntityKey key = new EntityKey(event.tenant(), event.scheduleId());
        if (!isAsked(key.tenant()) || misplaced(key, fact.key(), fact.place())) {
            return;
        }
        ScheduleFold schedule = schedules.get(key);
        switch (event) {
            case ScheduleEvent.Created begin -> created(key, begin, schedule, fact.place());
            case ScheduleEvent.Updated change -> updated(key, change, schedule, fact.place());
            case ScheduleEvent.Deleted end -> {
                schedules.remove(key);
                if (schedule != null) {
                    schedule.deleted(end, fact.place());
                } else {
                    unknown(key, "it is deleted", null, fact.place());
                }
            }
            case ScheduleEvent.Rescheduled moved -> {
                if (schedule != null) {
                    schedule.rescheduled(moved, fact.place());
                } else {
                    unknown(key, "it is rescheduled", null, fact.place());
                }
            }
            case ScheduleEvent.InstantsSkipped skip -> {
                skips++;
                if (schedule == null) {
                    unknown(key, "its instants are skipped", null, fact.place());
                } else if (judging) {
                    schedule.skipped(skip, fact.place());
                }
            }
        }
    }

    private void created(EntityKey key, ScheduleEvent.Created event, @Nullable ScheduleFold before, Place place) {
        if (before != null) {
            judge.found(What.UNEXPLAINED, key, null, "it is created and is there already", place);
            return;
        }
        Timetable timetable = compile(key, event.definition(), place);
        if (timetable != null) {
            created++;
            long at = event.effectiveAt().toEpochMilli();
            schedules.put(key, new ScheduleFold(key, judge, timetable, 1, at, judging));
        }
    }

    private void updated(EntityKey key, ScheduleEvent.Updated event, @Nullable ScheduleFold schedule, Place place) {
        Timetable timetable = compile(key, event.definition(), place);
        if (timetable == null) {
            schedules.remove(key);
        } else if (schedule != null) {
            schedule.updated(event, timetable, place);
        } else {
            unknown(key, "it is updated", null, place);
            long at = event.effectiveAt().toEpochMilli();
            schedules.put(key, new ScheduleFold(key, judge, timetable, event.revision(), at, false));
        }
    }

    private @Nullable Timetable compile(EntityKey key, ScheduleDefinition definition, @Nullable Place place) {
        try {
            return Timetable.of(definition);
        } catch (InvalidRecurrenceException e) {
            if (place == null) {
                judge.findings().unjudged(1);
            } else {
                judge.found(What.UNEXPLAINED, key, null, "its definition is not understood: " + e.getMessage(), place);
            }
            return null;
        }
    }

    /** A fact of a schedule that no event made: found, if its events would be there. */
    private void unknown(EntityKey key, String what, @Nullable FireEvent fire, Place place) {
        if (judgedFrom > 1) {
            judge.findings().unjudged(1);
        } else {
            judge.found(
                    What.UNEXPLAINED,
                    key,
                    fire == null ? null : fire.scheduledAt(),
                    what + ", and there is no such schedule",
                    place);
        }
    }

    private boolean misplaced(EntityKey key, String recordKey, Place place) {
        if (!key.toString().equals(recordKey)) {
            judge.found(What.UNEXPLAINED, key, null, "its key is " + recordKey + ", not " + key, place);
            return true;
        }
        if (partitions.of(key.id()) != number) {
            judge.found(What.UNEXPLAINED, key, null, "it belongs into partition " + partitions.of(key.id()), place);
            return true;
        }
        return false;
    }

    private boolean isAsked(String of) {
        return tenant == null || tenant.equals(of);
    }

    /** Schedules that were created, fires, and skipped runs. */
    long[] counted() {
        return new long[] {created, fires, skips};
    }
}
