package dev.tactus.recurrence;

import dev.tactus.recurrence.Dst.Gap;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what a change of the clocks did to an instant of a cron schedule. */
final class DstNotes {
    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");
    private static final int SHOWN = 4;

    private final ZonedCron timeline;
    private final ZoneTable zone;

    DstNotes(ZonedCron timeline) {
        this.timeline = timeline;
        this.zone = timeline.zone();
    }

    /** A token and its words. */
    record Note(String token, String text) {}

    /** The note for one of the timeline's instants, or null if the clocks did nothing to it. */
    @Nullable
    Note at(long epochSecond) {
        long moved = ZoneTable.cycles(epochSecond);
        long second = epochSecond - moved;
        int segment = zone.segmentAt(second);
        @Nullable Note fromGap = fromGap(segment, second, moved);
        return fromGap != null ? fromGap : inOverlap(segment, second, moved);
    }

    private @Nullable Note fromGap(int segment, long second, long moved) {
        int length = zone.shiftAtStart(segment);
        long into = second - zone.start(segment);
        if (length <= 0 || timeline.gap() == Gap.SKIP || into >= length) {
            return null;
        }
        boolean regular = timeline.isRegular(segment, second);
        LocalDateTime target = local(second + zone.offset(segment) + moved);
        if (timeline.gap() == Gap.FIRE_AFTER) {
            if (into != 0 || !timeline.matchesInGap(segment)) {
                return null;
            }
            return moved(missing(segment, moved), target, regular, "gap_moved", "");
        }
        long gone = second + zone.offset(segment - 1);
        if (timeline.cron().next(gone) != gone) {
            return null;
        }
        return moved(List.of(local(gone + moved)), target, regular, "gap_shifted", " " + span(length) + " later,");
    }

    private Note moved(List<LocalDateTime> missing, LocalDateTime target, boolean regular, String token, String later) {
        boolean sameDay = missing.getLast().toLocalDate().equals(target.toLocalDate());
        String at = sameDay ? time(target.toLocalTime()) : DATE_AND_TIME.format(target);
        if (regular) {
            return new Note(
                    "gap_merged",
                    absence(missing) + "; the fire at " + at + " stands for " + (missing.size() == 1 ? "it" : "them")
                            + " too");
        }
        return new Note(
                token, absence(missing) + "; " + (missing.size() == 1 ? "fires" : "fire once,") + later + " at " + at);
    }

    /** What to say of the matches that the gap at the segment's start swallows, under the rule to skip them. */
    String skipped(int segment, long moved) {
        List<LocalDateTime> missing = missing(segment, moved);
        return absence(missing) + "; " + (missing.size() == 1 ? "it is" : "they are") + " skipped";
    }

    private List<LocalDateTime> missing(int segment, long moved) {
        long start = zone.start(segment) + zone.offset(segment - 1);
        long end = start + zone.shiftAtStart(segment);
        List<LocalDateTime> result = new ArrayList<>();
        for (long at = timeline.cron().next(start);
                at < end;
                at = timeline.cron().next(at + 1)) {
            result.add(local(at + moved));
        }
        return result;
    }

    private String absence(List<LocalDateTime> missing) {
        LocalDate date = missing.getFirst().toLocalDate();
        List<String> times =
                missing.stream().map(at -> time(at.toLocalTime())).limit(SHOWN).toList();
        String shown = missing.size() <= SHOWN
                ? Words.and(times)
                : times.getFirst() + " to " + time(missing.getLast().toLocalTime()) + " (" + missing.size()
                        + " local times)";
        return shown + (missing.size() == 1 ? " does" : " do") + " not exist on " + date + " in " + zone.zone();
    }

    private @Nullable Note inOverlap(int segment, long second, long moved) {
        int back = -zone.shiftAtEnd(segment);
        boolean first = back > 0 && second >= zone.end(segment) - back;
        int backAtStart = -zone.shiftAtStart(segment);
        boolean again = backAtStart > 0 && second < zone.start(segment) + backAtStart;
        if (!first && !again) {
            return null;
        }
        LocalDateTime local = local(second + zone.offset(segment) + moved);
        String which = (first ? "first" : "second") + " time (UTC" + offset(zone.offset(segment)) + ")";
        String rule = timeline.overlap() == Dst.Overlap.BOTH ? "; this is the " : "; fires once, the ";
        return new Note(
                first ? "overlap_first" : "overlap_second",
                time(local.toLocalTime()) + " happens twice on " + local.toLocalDate() + " in " + zone.zone() + rule
                        + which);
    }

    static String offset(int seconds) {
        return seconds == 0 ? "+00:00" : ZoneOffset.ofTotalSeconds(seconds).getId();
    }

    private static String span(int seconds) {
        return seconds % 3600 == 0
                ? seconds / 3600 + (seconds == 3600 ? " hour" : " hours")
                : seconds / 60 + " minutes";
    }

    private static String time(LocalTime time) {
        return time.toString();
    }

    private static LocalDateTime local(long second) {
        return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    }
}
