package dev.tactus.audit;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.schedule.ScheduleEvent;
import dev.tactus.contracts.schedule.SkipReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Holds a verdict against what is in force. Whether its instant is owed one is not asked here. */
final class Objections {
    private final Judge judge;

    Objections(Judge judge) {
        this.judge = judge;
    }

    /** What speaks against a fire of an instant that is owed a verdict; empty if nothing does. */
    List<String> to(FireEvent fire, Standing now) {
        Timetable timetable = now.timetable();
        long nominal = fire.scheduledAt().toEpochMilli();
        List<String> wrong = new ArrayList<>();
        if (fire.kind() != timetable.kind()) {
            wrong.add("its kind is " + Json.tree(fire.kind()).asText() + ", the definition makes it "
                    + Json.tree(timetable.kind()).asText());
        } else if (!fire.jobId().equals(timetable.fireId(nominal))) {
            wrong.add("its job_id is " + fire.jobId() + ", it should be " + timetable.fireId(nominal));
        }
        if (fire.revision() != now.revision()) {
            wrong.add("it fires by revision " + fire.revision() + ", in force is " + now.revision());
        }
        if (!timetable.enabled()) {
            wrong.add("it fires while the schedule is disabled");
        }
        if (now.exhausted()) {
            wrong.add("it is fire " + (now.fires() + 1) + " of max_fires " + timetable.maxFires());
        }
        long due = fire.dueAt().toEpochMilli();
        if (timetable.names(nominal) && !judge.rules().differ() && due != timetable.due(nominal)) {
            wrong.add("its due_at is " + Finding.text(due) + ", it should be " + Finding.text(timetable.due(nominal)));
        }
        // A change of timing fires what is named before it and whose jitter has not passed. And a command's instant,
        // with what it settles, may be some way ahead of the processor's clock.
        if (fire.emittedAt().toEpochMilli() < nominal - judge.lateWindow()) {
            wrong.add("it was emitted at " + Json.text(fire.emittedAt()) + ", before its instant");
        }
        return wrong;
    }

    /** What speaks against the reason of a skip; empty if nothing does. */
    String to(ScheduleEvent.InstantsSkipped skip, Standing now, Place place) {
        Timetable timetable = now.timetable();
        long last = skip.last().toEpochMilli();
        StringJoiner wrong = new StringJoiner("; ");
        if (!timetable.enabled()) {
            wrong.add("it is skipped while the schedule is disabled");
        }
        if (skip.revision() != now.revision()) {
            wrong.add("it is skipped by revision " + skip.revision() + ", in force is " + now.revision());
        }
        String reason = "it is skipped for " + Json.tree(skip.reason()).asText() + ", and ";
        Instant said = skip.decidedAt();
        long decided = said == null ? place.timestamp() : said.toEpochMilli();
        if (mustBeDue(skip.reason())
                && last > Math.max(decided, skip.effectiveAt().toEpochMilli()) + judge.lateWindow()) {
            wrong.add(reason + Finding.text(last) + " was not due yet");
        }
        switch (skip.reason()) {
            case MISSED, OUTSIDE_WINDOW -> {
                // What is due before this was missed; what is due from here on is late at most.
                long lateFrom = Math.min(
                        decided - judge.lateWindow(), skip.effectiveAt().toEpochMilli() + 1);
                if (timetable.due(last) >= lateFrom) {
                    wrong.add(reason + Finding.text(last) + " was late only, not missed");
                } else if (skip.reason() == SkipReason.MISSED && !judge.rules().differ()) {
                    long kept = missedAfter(timetable, last, lateFrom);
                    if (kept != timetable.catchUpLimit()) {
                        wrong.add(reason + kept + " instants behind it are caught up, not " + timetable.catchUpLimit());
                    }
                } else if (skip.reason() == SkipReason.OUTSIDE_WINDOW && last >= decided - timetable.windowMillis()) {
                    wrong.add(reason + Finding.text(last) + " was within it");
                }
            }
            case OVERLAP -> {
                // Under the other policies nothing is skipped; what waits is when its policy goes.
                if (timetable.overlap() != Overlap.SKIP && timetable.overlap() != Overlap.QUEUE_ONE) {
                    wrong.add(reason + "the policy is another");
                } else if (now.whole() && now.openJobs() == 0) {
                    wrong.add(reason + "no job was open");
                }
            }
            case SUPERSEDED -> {
                if (timetable.overlap() != Overlap.QUEUE_ONE) {
                    wrong.add(reason + "the policy is another");
                }
            }
            case MAX_FIRES -> {
                if (now.whole() && !now.exhausted()) {
                    wrong.add(reason + "it had fired " + now.fires() + " times");
                }
            }
            case DISABLED, DELETED -> {
                // Judged by the event that must follow.
            }
        }
        return wrong.toString();
    }

    /** Missed ones are judged more strictly, and what is about to be disabled or deleted is skipped ahead, up to that. */
    private static boolean mustBeDue(SkipReason reason) {
        return switch (reason) {
            case OVERLAP, SUPERSEDED, MAX_FIRES -> true;
            case MISSED, OUTSIDE_WINDOW, DISABLED, DELETED -> false;
        };
    }

    private static long missedAfter(Timetable timetable, long last, long lateFrom) {
        long newest = timetable.recurrence().last(lateFrom);
        long named = timetable.recurrence().count(last + 1, lateFrom);
        return newest > last && timetable.due(newest) >= lateFrom ? named - 1 : named;
    }
}
