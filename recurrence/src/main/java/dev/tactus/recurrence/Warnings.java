package dev.tactus.recurrence;

import dev.tactus.recurrence.Dst.Gap;
import dev.tactus.recurrence.Dst.Overlap;
import java.util.ArrayList;
import java.util.List;

/** What the author of a schedule may not have meant. Nothing here is an error. */
final class Warnings {
    /** How far after the schedule's creation changes of the clocks are announced. */
    private static final long OUTLOOK_SECONDS = 400 * Civil.SECONDS_PER_DAY;

    private final Recurrence recurrence;
    private final List<String> result = new ArrayList<>();

    Warnings(Recurrence recurrence) {
        this.recurrence = recurrence;
    }

    List<String> list() {
        if (recurrence.timeline() instanceof ZonedCron cron) {
            dates(cron.cron().days(), new CronWords(cron.cron()));
            everyMinute(cron.cron());
            uneven(cron.cron());
            clocks(cron);
        }
        zoneName();
        intervals();
        return List.copyOf(result);
    }

    private void dates(DayRule days, CronWords words) {
        if (!days.both()) {
            result.add("day-of-month OR day-of-week: fires on " + Words.and(words.byDay()) + " and on "
                    + Words.and(words.byWeekday()));
        } else if (!days.anyDay() && !days.anyWeekday()) {
            result.add(
                    "day-of-month AND day-of-week: one of them begins with *, so as in Vixie cron a date must satisfy"
                            + " both");
        }
        boolean plain = days.fromEnd() == 0 && days.nearWeekday() == 0 && !days.lastWeekday();
        if (days.both() && plain && (days.days() & 0x1fffffff) == 0) {
            shortMonths(days);
        }
    }

    private void shortMonths(DayRule days) {
        int first = Integer.numberOfTrailingZeros(days.days());
        List<String> lacking = new ArrayList<>();
        for (int month = 1; month <= 12; month++) {
            if (days.hasMonth(month) && Civil.daysIn(2001, month) < first) {
                lacking.add(Words.month(month));
            }
        }
        if (!lacking.isEmpty()) {
            result.add("the " + Words.ordinal(first) + " does not exist in " + Words.and(lacking)
                    + (first == 29 ? " except in leap years" : "")
                    + ", where nothing fires; L is the last day of every month");
        }
    }

    private void everyMinute(LocalCron cron) {
        if (Long.bitCount(cron.minutes()) == 60 && !cron.everyHour()) {
            result.add("fires every minute of hour "
                    + Words.and(Words.runs(cron.hours(), Integer::toString)) + ", " + cron.timesPerDay()
                    + " times a day; write 0 in the minute field to fire once an hour");
        }
    }

    private void uneven(LocalCron cron) {
        uneven(cron.minutes(), 60, "minutes", "hour");
        uneven(cron.hours(), 24, "hours", "day");
    }

    private void uneven(long mask, int size, String unit, String whole) {
        int step = Long.numberOfTrailingZeros(mask & mask - 1);
        if (Long.bitCount(mask) < 2 || size % step == 0 || mask != CronWords.progression(step, size)) {
            return;
        }
        int last = 63 - Long.numberOfLeadingZeros(mask);
        result.add("the last step of each " + whole + " is shorter: " + (size - last) + " " + unit + " in place of "
                + step + "; use every_seconds for an even period");
    }

    /** The first gap and the first overlap after creation that touch this schedule. */
    private void clocks(ZonedCron cron) {
        if (cron.cron().everyHour()) {
            return;
        }
        ZoneTable zone = cron.zone();
        long from = Math.floorDiv(recurrence.anchor(), 1000L);
        boolean gapSaid = false;
        boolean overlapSaid = false;
        long moved = ZoneTable.cycles(from);
        for (int segment = zone.segmentAt(from - moved) + 1;
                segment < zone.segments() && zone.start(segment) + moved < from + OUTLOOK_SECONDS;
                segment++) {
            if (!gapSaid && cron.matchesInGap(segment)) {
                result.add(gap(cron, segment, moved));
                gapSaid = true;
            } else if (!overlapSaid && zone.shiftAtStart(segment) < 0) {
                overlapSaid = overlap(cron, zone.start(segment) + moved, -zone.shiftAtStart(segment));
            }
        }
    }

    private String gap(ZonedCron cron, int segment, long moved) {
        long start = cron.zone().start(segment) + moved;
        if (cron.gap() == Gap.SKIP) {
            return new DstNotes(cron).skipped(segment, moved);
        }
        // The first instant that the gap gives; one exists, since something in it matches.
        String text = noteAt(cron, cron.next(start * 1000 - 1));
        return text.isEmpty() ? new DstNotes(cron).skipped(segment, moved) : text;
    }

    private boolean overlap(ZonedCron cron, long change, int length) {
        long from = cron.overlap() == Overlap.SECOND ? change : change - length;
        long at = cron.next(from * 1000 - 1);
        if (at >= (from + length) * 1000) {
            return false;
        }
        String note = noteAt(cron, at);
        if (!note.isEmpty()) {
            result.add(cron.overlap() == Overlap.BOTH ? note.replaceFirst("; this is .*", "; fires both times") : note);
        }
        return !note.isEmpty();
    }

    private static String noteAt(ZonedCron cron, long millis) {
        DstNotes.Note note = new DstNotes(cron).at(millis / 1000);
        return note == null ? "" : note.text();
    }

    private void zoneName() {
        String zone = recurrence.zone().zone().getId();
        if (zone.startsWith("Etc/GMT+") || zone.startsWith("Etc/GMT-")) {
            result.add(zone + " has the sign of POSIX: it is UTC"
                    + DstNotes.offset(recurrence.zone().offsetAt(0)) + ", all year");
        }
    }

    private void intervals() {
        long first = recurrence.next(Recurrence.NONE_BEFORE);
        if (first == Recurrence.NONE) {
            result.add("never fires: no instant is left between starts_at and ends_at and outside exclude");
            return;
        }
        long second = recurrence.next(Math.max(first, recurrence.anchor()));
        long third = second == Recurrence.NONE ? Recurrence.NONE : recurrence.next(second);
        if (third != Recurrence.NONE && third - second < recurrence.jitterMillis()) {
            result.add("jitter_seconds " + recurrence.jitterMillis() / 1000 + " is longer than the "
                    + Words.period((third - second) / 1000) + " between two fires, and is cut to that");
        }
    }
}
