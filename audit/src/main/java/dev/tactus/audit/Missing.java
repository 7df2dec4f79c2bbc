package dev.tactus.audit;

import dev.tactus.audit.Finding.What;
import dev.tactus.contracts.topic.EntityKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instants of one schedule that came due and have no verdict yet. Under {@code queue_one} one of them may wait for a
 * job to end; the others are lost unless a verdict follows.
 */
final class Missing {
    /** More than this are not kept one by one, so that a schedule's memory is bounded. */
    static final int MOST = 100;

    /**
     * @param held whether it may wait for an open job
     * @param otherRules whether it was decided by other time-zone rules than this JVM's
     * @param passed where a later verdict, or the end, passed over it
     */
    private record Instance(long nominal, boolean held, boolean otherRules, String passed) {
        Instance notHeld() {
            return new Instance(nominal, false, otherRules, passed);
        }
    }

    private List<Instance> instances = List.of();

    /** @param held whether it may wait; then no earlier one does, because the newer takes its place */
    void add(long nominal, boolean held, boolean otherRules, String passed) {
        List<Instance> more = new ArrayList<>(instances.size() + 1);
        for (Instance each : instances) {
            more.add(held && each.held() ? each.notHeld() : each);
        }
        more.add(new Instance(nominal, held, otherRules, passed));
        instances = more;
    }

    /** A verdict came after all; true if the instant had none. */
    boolean remove(long nominal) {
        return removeWithin(nominal, nominal) > 0;
    }

    /** Verdicts came for all within the range, both ends included; for how many they were missing. */
    long removeWithin(long first, long last) {
        if (instances.isEmpty()) {
            return 0;
        }
        List<Instance> rest = new ArrayList<>(instances);
        rest.removeIf(each -> each.nominal() >= first && each.nominal() <= last);
        long removed = (long) instances.size() - rest.size();
        instances = rest.isEmpty() ? List.of() : rest;
        return removed;
    }

    /** How many lie within the range, both ends included. */
    long within(long first, long last) {
        return instances.stream()
                .filter(each -> each.nominal() >= first && each.nominal() <= last)
                .count();
    }

    boolean contains(long nominal) {
        return within(nominal, nominal) > 0;
    }

    /** From here on none of these waits: what did was given its verdict. */
    void noneWaits() {
        instances = instances.stream().map(Instance::notHeld).toList();
    }

    void clear() {
        instances = List.of();
    }

    /** Reports the oldest until no more than {@link #MOST} are left. */
    void bound(EntityKey schedule, Judge judge, @Nullable Place place) {
        if (instances.size() > MOST) {
            List<Instance> rest = new ArrayList<>(instances);
            Iterator<Instance> oldest = rest.iterator();
            for (int i = instances.size() - MOST; i > 0; i--) {
                report(oldest.next(), schedule, judge, place);
                oldest.remove();
            }
            instances = rest;
        }
    }

    /** No verdict will follow: reports all but one that may wait. */
    void report(EntityKey schedule, Judge judge, boolean oneMayWait, @Nullable Place place) {
        for (Instance each : instances) {
            if (each.held() && oneMayWait) {
                judge.findings().waits();
            } else {
                report(each, schedule, judge, place);
            }
        }
        instances = List.of();
    }

    private static void report(Instance each, EntityKey schedule, Judge judge, @Nullable Place place) {
        if (each.otherRules()) {
            judge.findings().unjudged(1);
            return;
        }
        long saidAt = place == null ? each.nominal() : place.timestamp();
        judge.findings()
                .add(
                        Finding.ofSchedule(
                                What.LOST,
                                schedule,
                                Instant.ofEpochMilli(each.nominal()),
                                "it was due and has no verdict",
                                each.passed()),
                        saidAt);
    }
}
