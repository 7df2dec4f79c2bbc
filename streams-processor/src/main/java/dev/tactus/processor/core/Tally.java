package dev.tactus.processor.core;

import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.SkipReason;
import java.util.Arrays;

/**
 * What one partition did since its last commit, in numbers. It belongs to the stream thread and to the fire path: plain
 * arrays, nothing is allocated for a fire, and the fires of a herd, which are due together, take one entry.
 */
@SuppressWarnings("EnumOrdinal") // Arrays by ordinal, in memory only.
public final class Tally {
    private static final FireKind[] KINDS = FireKind.values();
    private static final SkipReason[] SKIPS = SkipReason.values();
    private static final Outcome.Reason[] REASONS = Outcome.Reason.values();

    private final long[] fires = new long[KINDS.length];
    private final long[] skips = new long[SKIPS.length];
    private final long[] refused = new long[REASONS.length];
    private long applied;
    private long schedulesRead;
    private long deadLetters;

    /** Due instants and how many fires had each, in the order of firing; the first {@code runs} entries count. */
    private long[] dues = new long[16];

    private long[] counts = new long[16];
    private int runs;
    private boolean empty = true;

    /**
     * A fire was emitted.
     *
     * @param due when it was due, epoch milliseconds
     */
    public void fired(FireKind kind, long due) {
        empty = false;
        fires[kind.ordinal()]++;
        if (runs > 0 && dues[runs - 1] == due) {
            counts[runs - 1]++;
            return;
        }
        if (runs == dues.length) {
            dues = Arrays.copyOf(dues, 2 * runs);
            counts = Arrays.copyOf(counts, 2 * runs);
        }
        dues[runs] = due;
        counts[runs] = 1;
        runs++;
    }

    /** Instants got the verdict that they do not fire. */
    public void skipped(SkipReason reason, long count) {
        empty = false;
        skips[reason.ordinal()] += count;
    }

    /** A schedule was not ready in memory: its rows were read. */
    public void scheduleRead() {
        empty = false;
        schedulesRead++;
    }

    void command(Outcome outcome) {
        empty = false;
        switch (outcome) {
            case Outcome.Applied done -> applied++;
            case Outcome.Refused not -> refused[not.reason().ordinal()]++;
        }
    }

    void deadLetter() {
        empty = false;
        deadLetters++;
    }

    /** It is committed: tells it, and begins anew. */
    void committed(CoreMeter meter) {
        if (empty) {
            return;
        }
        empty = true;
        for (int kind = 0; kind < fires.length; kind++) {
            if (fires[kind] > 0) {
                meter.fired(KINDS[kind], fires[kind]);
            }
        }
        for (int run = 0; run < runs; run++) {
            meter.committedNow(dues[run], counts[run]);
        }
        for (int reason = 0; reason < skips.length; reason++) {
            if (skips[reason] > 0) {
                meter.skipped(SKIPS[reason], skips[reason]);
            }
        }
        for (int reason = 0; reason < refused.length; reason++) {
            if (refused[reason] > 0) {
                meter.commands(REASONS[reason], refused[reason]);
            }
        }
        if (applied > 0) {
            meter.commands(null, applied);
        }
        if (schedulesRead > 0) {
            meter.schedulesRead(schedulesRead);
        }
        if (deadLetters > 0) {
            meter.deadLetters(deadLetters);
        }
        Arrays.fill(fires, 0);
        Arrays.fill(skips, 0);
        Arrays.fill(refused, 0);
        applied = 0;
        schedulesRead = 0;
        deadLetters = 0;
        runs = 0;
    }
}
