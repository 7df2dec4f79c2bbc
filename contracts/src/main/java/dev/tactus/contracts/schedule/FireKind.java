package dev.tactus.contracts.schedule;

import java.util.Locale;

/** What made a schedule fire. */
public enum FireKind {
    CRON,
    AT,
    EVERY,
    MANUAL,
    BACKFILL;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As in JSON. */
    String word() {
        return word;
    }
}
