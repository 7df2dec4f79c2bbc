package dev.tactus.audit;

import dev.tactus.audit.Finding.What;
import dev.tactus.contracts.topic.EntityKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the schedules of a partition share while they are folded: where findings go, and what bears on all.
 *
 * @param lateWindow in milliseconds: an instant decided within it of being due is late, not missed
 */
record Judge(Findings findings, Rules rules, long lateWindow) {
    void found(What what, EntityKey schedule, @Nullable Instant instant, String detail, Place place) {
        findings.add(Finding.ofSchedule(what, schedule, instant, detail, place.toString()), place.timestamp());
    }

    /** A verdict that doesn't fit what this JVM computes: found, unless the processor computed by other rules. */
    void foundByRules(What what, EntityKey schedule, Instant instant, String detail, Place place) {
        if (rules.differ()) {
            findings.unjudged(1);
        } else {
            found(what, schedule, instant, detail, place);
        }
    }
}
