package dev.tactus.recurrence;

import org.jspecify.annotations.Nullable;

public record Dst(@Nullable Gap gap, @Nullable Overlap overlap) {
    public static final Dst DEFAULT = new Dst(null, null);

    public enum Gap {
        FIRE_AFTER,
        SKIP,
        SHIFT
    }

    public enum Overlap {
        FIRST,
        SECOND,
        BOTH
    }
}
