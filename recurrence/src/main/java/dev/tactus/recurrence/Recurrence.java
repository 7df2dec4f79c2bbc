package dev.tactus.recurrence;

import java.time.Instant;
import java.time.zone.ZoneRulesProvider;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The instants at which a schedule fires, compiled from what it says about time. Immutable and safe for any number of
 * threads; {@link #next} and {@link #last} allocate nothing.
 *
 * <p>Instants are nominal: what the schedule names, before jitter. Times are epoch milliseconds. Ranges exclude their
 * end. Instants outside the years 1 to 9999 do not exist.
 */
public final class Recurrence {
    /** No instant is left. */
    public static final long NONE = Long.MAX_VALUE;
    /** No instant came before. */
    public static final long NONE_BEFORE = Long.MIN_VALUE;

    /** The start of year 1. */
    static final long FIRST_MILLIS = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    /** The end of year 9999. */
    static final long LAST_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    private final Timeline timeline;
    private final ZoneTable zone;
    private final @Nullable Exclusions exclusions;
    /** First instant of the window. */
    private final long starts;
    /** End of the window, excluded. */
    private final long ends;

    /** When the schedule was created: where warnings begin to look ahead. */
    private final long anchor;

    private final int jitterMillis;

    Recurrence(
            Timeline timeline,
            ZoneTable zone,
            @Nullable Exclusions exclusions,
            long starts,
            long ends,
            long anchor,
            int jitterMillis) {
        this.timeline = timeline;
        this.zone = zone;
        this.exclusions = exclusions;
        this.starts = starts;
        this.ends = ends;
        this.anchor = anchor;
        this.jitterMillis = jitterMillis;
    }

    /**
     * Compiles what a schedule says about time.
     *
     * @throws InvalidRecurrenceException with every problem
     */
    public static Recurrence compile(RecurrenceSpec spec) {
        return new Compiler(spec).compile();
    }

    /** The version of the time-zone database in use, such as {@code 2026a}. */
    public static String tzdbVersion() {
        return ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();
    }

    /** What drives the schedule. */
    public Kind kind() {
        return switch (timeline) {
            case ZonedCron cron -> Kind.CRON;
            case OneShot at -> Kind.AT;
            case FixedRate every -> Kind.EVERY;
        };
    }

    /** The first instant strictly after the given one, or {@link #NONE}. */
    public long next(long afterEpochMilli) {
        long found = timeline.next(Math.max(afterEpochMilli, starts - 1));
        while (found < ends) {
            if (exclusions == null) {
                return found;
            }
            int range = exclusions.rangeAt(found);
            if (range < 0) {
                return found;
            }
            found = timeline.next(exclusions.leave(range, found) - 1);
        }
        return NONE;
    }

    /** The last instant strictly before the given one, or {@link #NONE_BEFORE}. */
    public long last(long beforeEpochMilli) {
        long found = timeline.last(Math.min(beforeEpochMilli, ends));
        while (found >= starts && found != NONE_BEFORE) {
            if (exclusions == null) {
                return found;
            }
            int range = exclusions.rangeAt(found);
            if (range < 0) {
                return found;
            }
            found = timeline.last(exclusions.leaveBackwards(range, found) + 1);
        }
        return NONE_BEFORE;
    }

    /**
     * The first instants of a range, in order.
     *
     * @param limit how many at most, not negative
     */
    public long[] between(long fromInclusive, long toExclusive, int limit) {
        long[] result = new long[Math.min(limit, 16)];
        int size = 0;
        long after = fromInclusive == Long.MIN_VALUE ? fromInclusive : fromInclusive - 1;
        for (long at = next(after); at < toExclusive && size < limit; at = next(at)) {
            if (size == result.length) {
                result = Arrays.copyOf(result, (int) Math.min(limit, size * 2L));
            }
            result[size++] = at;
        }
        return Arrays.copyOf(result, size);
    }

    /** How many instants lie in a range. They are not visited one by one: a year costs about a microsecond. */
    public long count(long fromInclusive, long toExclusive) {
        long from = Math.max(fromInclusive, starts);
        long to = Math.min(toExclusive, ends);
        if (from >= to) {
            return 0;
        }
        long all = timeline.count(from, to);
        return exclusions == null || all == 0 ? all : all - exclusions.count(timeline, from, to);
    }

    /**
     * The instant at which a nominal one is due: later by a jitter that depends on nothing but the seed, and is less
     * than the schedule's {@code jitter_seconds} and than the time to the next nominal instant.
     *
     * @param seed the bits of the fire's id
     */
    public long due(long nominalEpochMilli, long seed) {
        if (jitterMillis == 0) {
            return nominalEpochMilli;
        }
        long following = next(nominalEpochMilli);
        long bound = following == NONE ? jitterMillis : Math.min(jitterMillis, following - nominalEpochMilli);
        return nominalEpochMilli + Hash.within(Hash.mix(seed), bound);
    }

    /** What is to be said about one nominal instant; {@code removed} when the schedule does not fire there. */
    public Occurrence explain(long nominalEpochMilli) {
        return new Preview(this, null).explain(nominalEpochMilli);
    }

    /** The offset of the schedule's zone from UTC at an instant, as {@link #explain} has it: seconds, allocating nothing. */
    public int offsetSeconds(long epochMilli) {
        return zone.offsetAt(Math.floorDiv(epochMilli, 1000L));
    }

    /** What a change of the clocks did to a nominal instant, as {@link #explain} has it. Mostly null, and then cheap. */
    public @Nullable String dst(long nominalEpochMilli) {
        boolean perhaps = timeline instanceof ZonedCron cron
                && new DstNotes(cron).at(Math.floorDiv(nominalEpochMilli, 1000L)) != null;
        return perhaps ? explain(nominalEpochMilli).dst() : null;
    }

    /**
     * The first instants strictly after {@code from}, each explained. Between them stand the removed ones: one entry for
     * each excluded range and each gap that took instants away, at most as many as {@code count}, beside the count.
     *
     * @param count at most how many instants, 0 or more
     */
    public List<Occurrence> preview(long from, int count) {
        return new Preview(this, null).list(from, count);
    }

    /**
     * The same, with jitter in the notes.
     *
     * @param seeds gives the bits of the fire's id for a nominal instant, as {@link #due} takes them
     */
    public List<Occurrence> preview(long from, int count, LongUnaryOperator seeds) {
        return new Preview(this, seeds).list(from, count);
    }

    /** What the author of the schedule may not have meant, in words; empty when all is plain. */
    public List<String> warnings() {
        return new Warnings(this).list();
    }

    /** The schedule in words, such as {@code At 09:00 on Monday through Friday, Europe/Berlin time}. */
    public String description() {
        return new Description(this).sentence();
    }

    Timeline timeline() {
        return timeline;
    }

    ZoneTable zone() {
        return zone;
    }

    @Nullable
    Exclusions exclusions() {
        return exclusions;
    }

    long starts() {
        return starts;
    }

    long ends() {
        return ends;
    }

    long anchor() {
        return anchor;
    }

    int jitterMillis() {
        return jitterMillis;
    }
}
