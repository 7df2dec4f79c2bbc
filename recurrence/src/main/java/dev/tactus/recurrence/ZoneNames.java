package dev.tactus.recurrence;

import dev.tactus.recurrence.InvalidRecurrenceException.Problem;
import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds a time zone by its IANA name, and helps whoever mistypes it. */
final class ZoneNames {
    private static final int MAX_LENGTH = 64;
    private static final int MAX_MISTAKES = 3;

    private ZoneNames() {}

    /** Names of the tz database that Java leaves out, and where they link to since 2024b. */
    private static final Map<String, String> LINKS =
            Map.of("EST", "America/Panama", "MST", "America/Phoenix", "HST", "Pacific/Honolulu");

    /** The zone, or UTC after adding a problem. */
    static ZoneTable find(String name, List<Problem> problems) {
        String known = LINKS.getOrDefault(name, name);
        if (ZoneRulesProvider.getAvailableZoneIds().contains(known)) {
            return ZoneTable.of(ZoneId.of(known));
        }
        problems.add(new Problem("timezone", "'" + FieldText.shown(name) + "' " + complaint(name), -1));
        return ZoneTable.of(ZoneId.of("UTC"));
    }

    private static String complaint(String name) {
        if (name.isBlank()) {
            return "is not a time zone; write an IANA name such as Europe/Berlin, or UTC";
        }
        if (name.matches("(?:UTC|GMT|UT)?[+-][0-9:]{1,9}|Z")) {
            return "is an offset, not a time zone; write an IANA name such as Europe/Berlin, or Etc/GMT-2 for UTC+02:00";
        }
        return "is not a time zone of the tz database " + Recurrence.tzdbVersion() + "; "
                + similar(name)
                        .map(found -> "did you mean " + found + "?")
                        .orElse("write an IANA name such as Europe/Berlin");
    }

    private static Optional<String> similar(String name) {
        if (name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String wanted = name.replace(' ', '_').toLowerCase(Locale.ROOT);
        record Candidate(String name, int mistakes) {}
        return ZoneRulesProvider.getAvailableZoneIds().stream()
                .filter(id -> Math.abs(id.length() - wanted.length()) <= MAX_MISTAKES
                        || city(id.toLowerCase(Locale.ROOT)).equals(city(wanted)))
                .map(id -> new Candidate(id, mistakes(wanted, id.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.mistakes() <= MAX_MISTAKES)
                .min(Comparator.comparingInt(Candidate::mistakes).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    private static String city(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }

    /** Levenshtein's distance; the right city on the wrong continent counts as one mistake. */
    private static int mistakes(String a, String b) {
        if (city(a).equals(city(b))) {
            return a.equals(b) ? 0 : 1;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
