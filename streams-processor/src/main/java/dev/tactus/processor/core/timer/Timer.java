package dev.tactus.processor.core.timer;

import dev.tactus.contracts.topic.EntityKey;

/** What an instant is waited for: of one thing, for one purpose. */
public record Timer(Kind kind, EntityKey key) {
    /** What is done when it is due. */
    public enum Kind {
        /** A schedule's next instant. */
        SCHEDULE,
        /** A job's lease, deadline or next attempt. */
        JOB,
        /** A delivery's next attempt or lease. */
        DELIVERY,
        /** Schedules of a workflow that is gone are to be disabled; the key holds the workflow's id. */
        ORPHANING,
        /** A schedule has more finished jobs than are kept. */
        SCHEDULE_JOBS,
        /** A tenant's oldest finished jobs may be old enough to go; the key has no id. */
        OLD_JOBS,
        /** Its oldest settled deliveries likewise. */
        OLD_DELIVERIES,
        /** Compaction may forget a deleted schedule's command. */
        DELETED_COMMAND
    }

    public static Timer schedule(EntityKey key) {
        return new Timer(Kind.SCHEDULE, key);
    }

    public static Timer job(EntityKey key) {
        return new Timer(Kind.JOB, key);
    }

    public static Timer delivery(EntityKey key) {
        return new Timer(Kind.DELIVERY, key);
    }

    public static Timer deletedCommand(EntityKey schedule) {
        return new Timer(Kind.DELETED_COMMAND, schedule);
    }

    public static Timer orphaning(EntityKey workflow) {
        return new Timer(Kind.ORPHANING, workflow);
    }

    /** The tenant whose turn it takes. */
    public String tenant() {
        return key.tenant();
    }

    @Override
    public String toString() {
        return kind + " " + key;
    }
}
