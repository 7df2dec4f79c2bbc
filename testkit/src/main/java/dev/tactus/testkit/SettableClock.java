package dev.tactus.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. Views in other zones move with it. */
public final class SettableClock extends Clock {
    private final Hands hands;
    private final ZoneId zone;

    /** What all views of one clock show. */
    private static final class Hands {
        private volatile Instant now;

        Hands(Instant now) {
            this.now = now;
        }

        synchronized void set(Instant instant) {
            now = instant;
        }

        synchronized Instant advance(Duration by) {
            now = now.plus(by);
            return now;
        }
    }

    /** A clock in UTC that shows this instant. */
    public SettableClock(Instant now) {
        this(new Hands(now), ZoneOffset.UTC);
    }

    private SettableClock(Hands hands, ZoneId zone) {
        this.hands = hands;
        this.zone = zone;
    }

    /** A clock in UTC that shows an instant in ISO 8601 form, such as {@code 2026-03-29T01:00:00Z}. */
    public static SettableClock at(String instant) {
        return new SettableClock(Instant.parse(instant));
    }

    /** Jumps, forward or back. */
    public void set(Instant instant) {
        hands.set(instant);
    }

    /** Moves by this much, back if it is negative, and returns the new instant. */
    public Instant advance(Duration by) {
        return hands.advance(by);
    }

    @Override
    public Instant instant() {
        return hands.now;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SettableClock(hands, other);
    }
}
