package dev.tactus.recurrence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole schedule in words: what drives it, its window, its exclusions and its jitter. */
final class Description {
    private static final int SHOWN_EXCLUSIONS = 3;

    private final Recurrence recurrence;

    Description(Recurrence recurrence) {
        this.recurrence = recurrence;
    }

    String sentence() {
        return what() + window() + exclusions() + jitter();
    }

    private String what() {
        return switch (recurrence.timeline()) {
            case ZonedCron cron -> new CronWords(cron.cron()).sentence() + ", " + zoneName() + " time";
            case OneShot at -> "Once, at " + Instant.ofEpochMilli(at.at()) + localTime(at.at());
            case FixedRate every ->
                "Every " + Words.period(every.period() / 1000) + ", counted from "
                        + Instant.ofEpochMilli(every.first());
        };
    }

    private String zoneName() {
        return recurrence.zone().zone().getId();
    }

    private String localTime(long millis) {
        return zoneName().equals("UTC")
                ? ""
                : " ("
                        + Instant.ofEpochMilli(millis)
                                .atZone(recurrence.zone().zone())
                                .toLocalDateTime() + " in " + zoneName() + ")";
    }

    private String window() {
        boolean counted = recurrence.kind() == Kind.EVERY;
        String from = recurrence.starts() == Recurrence.FIRST_MILLIS || counted
                ? ""
                : ", from " + Instant.ofEpochMilli(recurrence.starts());
        return recurrence.ends() == Recurrence.NONE
                ? from
                : from + ", before " + Instant.ofEpochMilli(recurrence.ends());
    }

    private String exclusions() {
        @Nullable Exclusions exclusions = recurrence.exclusions();
        if (exclusions == null) {
            return "";
        }
        List<String> shown = new ArrayList<>();
        for (int range = 0; range < Math.min(exclusions.ranges(), SHOWN_EXCLUSIONS); range++) {
            LocalDate first = exclusions.first(range);
            LocalDate last = exclusions.last(range);
            shown.add(first.equals(last) ? first.toString() : first + " to " + last);
        }
        int more = exclusions.ranges() - shown.size();
        if (more > 0) {
            shown.add(more + " more");
        }
        return ", except on " + Words.and(shown);
    }

    private String jitter() {
        return recurrence.jitterMillis() == 0 ? "" : ", spread over " + Words.period(recurrence.jitterMillis() / 1000);
    }
}
