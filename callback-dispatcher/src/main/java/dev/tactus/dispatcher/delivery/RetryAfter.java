package dev.tactus.dispatcher.delivery;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After}: a number of seconds, or a date in one of the three forms of RFC 9110, 5.6.7. */
final class RetryAfter {
    /** What is longer says nothing that the processor's own bound would not cut. */
    private static final long MAX_SECONDS = 366L * 24 * 3600;

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern RFC_850 = Pattern.compile("[A-Za-z]+day, (\\d\\d-[A-Za-z]{3}-)(\\d\\d)( .*)");
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US));
    private static final DateTimeFormatter RFC_850_WITH_CENTURY =
            DateTimeFormatter.ofPattern("dd-MMM-uuuu HH:mm:ss 'GMT'", Locale.US);

    private RetryAfter() {}

    /** Seconds from {@code now}, 0 for what is past; empty when there is no such header or it cannot be understood. */
    static OptionalLong seconds(@Nullable String header, Instant now) {
        if (header == null) {
            return OptionalLong.empty();
        }
        String text = header.strip();
        if (SECONDS.matcher(text).matches()) {
            return OptionalLong.of(Math.min(MAX_SECONDS, Long.parseLong(text)));
        }
        Instant date = date(text, now);
        if (date == null) {
            return OptionalLong.empty();
        }
        // Rounded up: not to come back before the instant that was asked for.
        long seconds = Math.ceilDiv(Duration.between(now, date).toMillis(), 1000L);
        return OptionalLong.of(Math.clamp(seconds, 0, MAX_SECONDS));
    }

    private static @Nullable Instant date(String text, Instant now) {
        var rfc850 = RFC_850.matcher(text);
        if (rfc850.matches()) {
            return instant(rfc850.group(1) + year(rfc850.group(2), now) + rfc850.group(3), RFC_850_WITH_CENTURY);
        }
        for (DateTimeFormatter format : DATES) {
            Instant instant = instant(text, format);
            if (instant != null) {
                return instant;
            }
        }
        return null;
    }

    /** RFC 9110: a two-digit year that seems more than 50 years ahead is the most recent one with these digits. */
    private static int year(String digits, Instant now) {
        int thisYear = LocalDate.ofInstant(now, ZoneOffset.UTC).getYear();
        int year = thisYear - thisYear % 100 + Integer.parseInt(digits);
        return year > thisYear + 50 ? year - 100 : year;
    }

    private static @Nullable Instant instant(String text, DateTimeFormatter format) {
        try {
            return ZonedDateTime.parse(text, format.withZone(ZoneOffset.UTC)).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
