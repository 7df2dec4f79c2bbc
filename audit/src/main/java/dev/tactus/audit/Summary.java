package dev.tactus.audit;

import dev.tactus.audit.Finding.What;
import dev.tactus.contracts.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What an audit comes to.
 *
 * @param to what was due up to here had to have its verdict
 * @param schedules that were created
 * @param fires that were read
 * @param skippedRuns that were read
 * @param waiting instants that wait for a job to end, under {@code queue_one}
 * @param unjudged instants and facts that could not be judged: by other time-zone rules, or of removed history
 * @param tzdbVersion of the rules that this JVM computed by
 * @param removedHistory what retention has removed, in words; empty if nothing
 */
public record Summary(
        Instant to,
        int partitions,
        long schedules,
        long fires,
        long skippedRuns,
        long lost,
        long doubled,
        long unexplained,
        long waiting,
        long unjudged,
        String tzdbVersion,
        List<String> removedHistory) {

    static Summary of(
            Instant to, int partitions, long[] counted, Findings findings, String tzdbVersion, List<String> removed) {
        return new Summary(
                to,
                partitions,
                counted[0],
                counted[1],
                counted[2],
                findings.count(What.LOST),
                findings.count(What.DOUBLED),
                findings.count(What.UNEXPLAINED),
                findings.waiting(),
                findings.unjudged(),
                tzdbVersion,
                removed);
    }

    /** Whether nothing was found. */
    public boolean clean() {
        return lost == 0 && doubled == 0 && unexplained == 0;
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        removedHistory.forEach(removed -> lines.add("history: " + removed));
        if (unjudged > 0) {
            lines.add(
                    "not judged: " + unjudged + " instants or facts whose history was removed, or that were decided by"
                            + " other time-zone rules than this JVM's (" + tzdbVersion + ")");
        }
        if (waiting > 0) {
            lines.add("waiting: " + waiting + " instants wait for a job to end (queue_one)");
        }
        lines.add("audited %d partitions up to %s: %d schedules created, %d fires, %d skipped runs"
                .formatted(partitions, Json.text(to), schedules, fires, skippedRuns));
        lines.add("%d lost, %d doubled, %d unexplained: %s"
                .formatted(lost, doubled, unexplained, clean() ? "clean" : "NOT CLEAN"));
        return lines;
    }
}
