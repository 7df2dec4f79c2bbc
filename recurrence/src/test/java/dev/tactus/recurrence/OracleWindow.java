package dev.tactus.recurrence;

import dev.tactus.recurrence.Dst.Gap;
import dev.tactus.recurrence.Dst.Overlap;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every local minute around a stretch of time, with the instants at which a clock in the zone shows it: none inside a
 * gap, two inside an overlap. Built from {@link ZoneRules} alone; an expression is then matched minute by minute.
 */
final class OracleWindow {
    final ZoneRules rules;
    /** Epoch seconds, the end excluded. */
    final long from;

    final long to;
    private final LocalDate firstDate;
    /** Per local minute from the start of {@link #firstDate}: one index into the arrays below, or -1 for a usual one. */
    private final ZoneOffset[] offsets;

    private final List<Odd> odd = new ArrayList<>();

    /** A local minute that does not exist or happens twice. */
    private record Odd(int index, LocalDateTime local, ZoneOffsetTransition transition) {}

    OracleWindow(ZoneRules rules, long from, long to) {
        this.rules = rules;
        this.from = from;
        this.to = to;
        // A date more on either side: a gap moves a local time by up to a day.
        firstDate = LocalDateTime.ofEpochSecond(from, 0, rules.getOffset(Instant.ofEpochSecond(from)))
                .toLocalDate()
                .minusDays(1);
        int days = (int) ((to - from) / 86_400) + 3;
        offsets = new ZoneOffset[days * 1440];
        for (int hour = 0; hour < days * 24; hour++) {
            fillHour(hour);
        }
    }

    private void fillHour(int hour) {
        LocalDateTime start = firstDate.atStartOfDay().plusHours(hour);
        if (isUsual(start, start.plusHours(1))) {
            Arrays.fill(offsets, hour * 60, hour * 60 + 60, rules.getOffset(start));
            return;
        }
        for (int minute = 0; minute < 60; minute++) {
            LocalDateTime local = start.plusMinutes(minute);
            List<ZoneOffset> valid = rules.getValidOffsets(local);
            if (valid.size() == 1) {
                offsets[hour * 60 + minute] = valid.getFirst();
            } else {
                odd.add(new Odd(hour * 60 + minute, local, rules.getTransition(local)));
            }
        }
    }

    /** Whether no gap and no overlap touches these local times: then one offset holds for all of them. */
    private boolean isUsual(LocalDateTime start, LocalDateTime end) {
        ZoneOffsetTransition change = rules.nextTransition(start.minusDays(2).toInstant(ZoneOffset.UTC));
        while (change != null && change.getInstant().isBefore(end.plusDays(2).toInstant(ZoneOffset.UTC))) {
            LocalDateTime before = change.getDateTimeBefore();
            LocalDateTime after = change.getDateTimeAfter();
            boolean later = !before.isBefore(end) && !after.isBefore(end);
            boolean earlier = !before.isAfter(start) && !after.isAfter(start);
            if (!later && !earlier) {
                return false;
            }
            change = rules.nextTransition(change.getInstant());
        }
        return true;
    }

    /** The instants that the rule gives in this window, epoch milliseconds, sorted, without repetition. */
    long[] fires(OracleCron cron, Dst dst) {
        Gap gap = dst.gap() != null ? dst.gap() : cron.elapsed ? Gap.SKIP : Gap.FIRE_AFTER;
        Overlap overlap = dst.overlap() != null ? dst.overlap() : cron.elapsed ? Overlap.BOTH : Overlap.FIRST;
        Found found = new Found();
        long midnight = firstDate.toEpochDay() * 86_400;
        for (int day = 0; day < offsets.length / 1440; day++) {
            if (!cron.date(firstDate.plusDays(day))) {
                continue;
            }
            for (int minute : cron.times()) {
                ZoneOffset offset = offsets[day * 1440 + minute];
                if (offset != null) {
                    found.add(midnight + (day * 1440L + minute) * 60 - offset.getTotalSeconds());
                }
            }
        }
        for (Odd at : odd) {
            if (cron.time(at.index % 1440) && cron.date(at.local.toLocalDate())) {
                long before = at.local.toEpochSecond(at.transition.getOffsetBefore());
                long after = at.local.toEpochSecond(at.transition.getOffsetAfter());
                if (at.transition.isGap()) {
                    switch (gap) {
                        case FIRE_AFTER -> found.add(at.transition.toEpochSecond());
                        case SHIFT -> found.add(before);
                        case SKIP -> {}
                    }
                } else {
                    if (overlap != Overlap.SECOND) {
                        found.add(before);
                    }
                    if (overlap != Overlap.FIRST) {
                        found.add(after);
                    }
                }
            }
        }
        return found.sortedDistinct();
    }

    /** The found instants that lie in the window. */
    private final class Found {
        private long[] seconds = new long[16];
        private int size;

        void add(long second) {
            if (second >= from && second < to) {
                if (size == seconds.length) {
                    seconds = Arrays.copyOf(seconds, 2 * size);
                }
                seconds[size++] = second;
            }
        }

        /** In milliseconds. */
        long[] sortedDistinct() {
            Arrays.sort(seconds, 0, size);
            long[] result = new long[size];
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (i == 0 || seconds[i] != seconds[i - 1]) {
                    result[kept++] = seconds[i] * 1000;
                }
            }
            return Arrays.copyOf(result, kept);
        }
    }
}
