package dev.tactus.audit;

import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.ScheduleEvent;
import dev.tactus.contracts.topic.EntityKey;

/** One record of the processor's, as far as an audit needs it. */
sealed interface Fact {
    Place place();

    /** Counts the facts of the partition, over all topics; 0 for a record that cannot be read. */
    long seq();

    record Fired(Place place, String key, FireEvent event) implements Fact {
        @Override
        public long seq() {
            return event.seq();
        }
    }

    record Said(Place place, String key, ScheduleEvent event) implements Fact {
        @Override
        public long seq() {
            return event.seq();
        }
    }

    /** A job of a schedule took its final status. */
    record JobEnded(Place place, long seq, EntityKey schedule) implements Fact {}

    /** A fact that only its number is needed of. */
    record Other(Place place, long seq) implements Fact {}

    record Unreadable(Place place, String why) implements Fact {
        @Override
        public long seq() {
            return 0;
        }
    }
}
