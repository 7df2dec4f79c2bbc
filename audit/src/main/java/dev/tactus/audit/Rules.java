package dev.tactus.audit;

import org.jspecify.annotations.Nullable;

/** The time-zone rules by which a partition's instants were computed, beside those of this JVM. */
final class Rules {
    private final String own;
    private @Nullable String theirs;

    /** @param own the version of this JVM's rules */
    Rules(String own) {
        this.own = own;
    }

    /** Notes a version that a fact names; null when it names none. */
    void seen(@Nullable String version) {
        if (version != null) {
            theirs = version;
        }
    }

    /** Whether what this JVM computes may differ from what was right. */
    boolean differ() {
        String version = theirs;
        return version != null && !version.equals(own);
    }
}
