package dev.tactus.contracts.schedule;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A fact about a schedule, on {@code schedule-events}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ScheduleEvent.Created.class, name = ScheduleEvent.Created.TYPE),
    @JsonSubTypes.Type(value = ScheduleEvent.Updated.class, name = ScheduleEvent.Updated.TYPE),
    @JsonSubTypes.Type(value = ScheduleEvent.Deleted.class, name = ScheduleEvent.Deleted.TYPE),
    @JsonSubTypes.Type(value = ScheduleEvent.Rescheduled.class, name = ScheduleEvent.Rescheduled.TYPE),
    @JsonSubTypes.Type(value = ScheduleEvent.InstantsSkipped.class, name = ScheduleEvent.InstantsSkipped.TYPE),
})
public sealed interface ScheduleEvent {
    String tenant();

    UUID scheduleId();

    /** From when on it holds: every instant up to here was decided before. */
    Instant effectiveAt();

    /** Counts the facts of this partition, over all topics. */
    long seq();

    /** The name in the header {@code event-type}. */
    String type();

    record Created(
            String tenant,
            UUID scheduleId,
            ScheduleDefinition definition,
            @Nullable String actor,
            Instant effectiveAt,
            long seq)
            implements ScheduleEvent {
        static final String TYPE = "schedule.created";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * @param changed names of the fields that changed, as in the HTTP API
     * @param reason why the platform did it on its own; null for what a client asked for
     */
    record Updated(
            String tenant,
            UUID scheduleId,
            ScheduleDefinition definition,
            long revision,
            List<String> changed,
            @Nullable String actor,
            @Nullable String reason,
            Instant effectiveAt,
            long seq)
            implements ScheduleEvent {
        static final String TYPE = "schedule.updated";

        @Override
        public String type() {
            return TYPE;
        }
    }

    record Deleted(
            String tenant,
            UUID scheduleId,
            long revision,
            @Nullable String actor,
            Instant effectiveAt,
            long seq) implements ScheduleEvent {
        static final String TYPE = "schedule.deleted";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * New time-zone rules put the next nominal instant elsewhere.
     *
     * @param before the next instant by the rules of {@code tzdbBefore}
     * @param after by the rules of {@code tzdbAfter}; null if there is none any more
     */
    record Rescheduled(
            String tenant,
            UUID scheduleId,
            long revision,
            Instant before,
            @Nullable Instant after,
            String tzdbBefore,
            String tzdbAfter,
            Instant effectiveAt,
            long seq)
            implements ScheduleEvent {
        static final String TYPE = "schedule.rescheduled";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A run of nominal instants that did not fire, all for one reason.
     *
     * @param first the first of them
     * @param last the last of them; equal to {@code first} if there is one
     * @param count how many, at least 1: those between them that had no verdict yet
     * @param decidedAt by the processor's clock, from which follows what was late and what was missed; null in events from
     *     before this field
     * @param tzdbVersion of the time-zone rules that were in force; null in events from before this field
     */
    record InstantsSkipped(
            String tenant,
            UUID scheduleId,
            long revision,
            SkipReason reason,
            Instant first,
            Instant last,
            long count,
            Instant effectiveAt,
            @Nullable Instant decidedAt,
            @Nullable String tzdbVersion,
            long seq)
            implements ScheduleEvent {
        static final String TYPE = "schedule.instants_skipped";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
