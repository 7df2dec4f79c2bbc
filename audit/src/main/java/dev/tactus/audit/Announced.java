package dev.tactus.audit;

import dev.tactus.audit.Finding.What;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.SkipReason;
import dev.tactus.contracts.topic.EntityKey;
import org.jspecify.annotations.Nullable;

/**
 * A skip that says that its schedule is about to be disabled or deleted. Instants are epoch milliseconds.
 *
 * @param last of the instants that are skipped
 * @param effectiveAt of the change
 */
record Announced(SkipReason reason, long last, long effectiveAt, Place place) {
    /**
     * Finds fault where another change follows than was said.
     *
     * @param expected what would have announced the change that follows; null if nothing would
     */
    void compare(EntityKey key, Judge judge, @Nullable SkipReason expected, long at, Place change) {
        if (reason != expected || effectiveAt != at || last > at) {
            judge.found(
                    What.UNEXPLAINED,
                    key,
                    null,
                    "instants are skipped as " + Json.tree(reason).asText() + " at " + Finding.text(effectiveAt)
                            + ", and what follows is another change: " + change,
                    place);
        }
    }

    /** Finds fault with a change that was said and not made. */
    void neverCame(EntityKey key, Judge judge) {
        judge.found(
                What.UNEXPLAINED,
                key,
                null,
                "instants are skipped as " + Json.tree(reason).asText() + ", and it is not",
                place);
    }
}
