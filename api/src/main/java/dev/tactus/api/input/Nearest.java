package dev.tactus.api.input;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what a mistyped name was meant to be. */
final class Nearest {
    /** More edits than these are another word. */
    private static final int MAX_EDITS = 2;

    private Nearest() {}

    static Optional<String> to(String name, Collection<String> names) {
        return name.length() > 40
                ? Optional.empty()
                : names.stream()
                        .filter(candidate -> edits(name, candidate) <= MAX_EDITS)
                        .min(Comparator.comparingInt(candidate -> edits(name, candidate)));
    }

    /** The Levenshtein distance. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
