package dev.tactus.processor.core;

import dev.tactus.processor.core.timer.TimerIndex;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * What a partition decides by: the wall clock, which stands still within a turn of the task.
 *
 * <p>It follows the wall clock wherever that is set, but it does not go back by less than a second: that is a
 * correction, or an inexact reading, and it stands until the wall clock has come up to it.
 */
final class TurnClock implements LongSupplier {
    private static final long SET_BACK_MILLIS = 1_000;

    private final ProcessorContext<?, ?> context;
    private final WallClock wall;
    private long now;

    TurnClock(ProcessorContext<?, ?> context, WallClock wall) {
        this.context = context;
        this.wall = wall;
        this.now = read();
    }

    /** Begins a turn. @return whether the wall clock was set back, and this one with it */
    boolean begin() {
        long read = read();
        if (read >= now) {
            now = read;
            return false;
        }
        if (now - read < SET_BACK_MILLIS) {
            return false;
        }
        now = read;
        return true;
    }

    /** Epoch milliseconds. */
    @Override
    public long getAsLong() {
        return now;
    }

    /** When it will be this instant by the clock of Kafka Streams, unless the wall clock is set before. */
    long inContext(long instant) {
        return instant == TimerIndex.NEVER ? instant : instant - wall.aheadMillis();
    }

    private long read() {
        return context.currentSystemTimeMs() + wall.aheadMillis();
    }
}
