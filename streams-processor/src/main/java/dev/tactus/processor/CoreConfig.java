package dev.tactus.processor;

import dev.tactus.contracts.topic.Partitions;
import dev.tactus.processor.core.CoreSettings;
import dev.tactus.processor.core.RetentionSettings;
import dev.tactus.processor.core.delivery.RetrySchedule;
import io.helidon.config.Config;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;

/** Reads what the operator may set of the processor's behaviour. */
final class CoreConfig {
    private CoreConfig() {}

    /**
     * Reads {@code processor.late-window}, {@code .delivery-retries} (delays with commas, as in {@code PT5S,PT5M}), {@code
     * .delivery-retry-jitter}, {@code .longest-retry-after}, {@code .disable-webhook-after}, {@code .ready-bytes}, {@code .keep-jobs},
     * {@code .keep-jobs-per-schedule} and {@code .keep-deliveries}.
     *
     * @throws IllegalArgumentException with the key and the remedy
     */
    static CoreSettings from(Config processor, Partitions partitions) {
        CoreSettings defaults = CoreSettings.defaults(partitions);
        return new CoreSettings(
                partitions,
                positive(processor, "late-window", defaults.lateWindow()),
                defaults.lease(),
                defaults.tick(),
                defaults.tickRecords(),
                defaults.tickTime(),
                defaults.outcomeRetention(),
                defaults.commandRetention(),
                retries(processor, defaults.deliveryRetries()),
                positive(processor, "disable-webhook-after", defaults.disableAfter()),
                readyBytes(processor, defaults.readyBytes()),
                retention(processor, defaults.retention()));
    }

    private static RetrySchedule retries(Config processor, RetrySchedule defaults) {
        List<Duration> delays = processor
                .get("delivery-retries")
                .asList(String.class)
                .map(texts -> texts.stream().map(CoreConfig::delay).toList())
                .orElse(defaults.delays());
        double jitter = processor.get("delivery-retry-jitter").asDouble().orElse(defaults.jitter());
        if (!(jitter >= 0 && jitter < 1)) {
            throw new IllegalArgumentException(
                    "`processor.delivery-retry-jitter` is a share of the delay: at least 0 and below 1, not " + jitter);
        }
        return new RetrySchedule(
                delays, jitter, positive(processor, "longest-retry-after", defaults.longestRetryAfter()));
    }

    private static RetentionSettings retention(Config processor, RetentionSettings defaults) {
        int jobs = processor.get("keep-jobs-per-schedule").asInt().orElse(defaults.jobsPerSchedule());
        if (jobs < 1) {
            throw new IllegalArgumentException("`processor.keep-jobs-per-schedule` must be at least 1, not " + jobs);
        }
        return new RetentionSettings(
                positive(processor, "keep-jobs", defaults.jobs()),
                jobs,
                positive(processor, "keep-deliveries", defaults.deliveries()));
    }

    private static long readyBytes(Config processor, long otherwise) {
        long bytes = processor.get("ready-bytes").asLong().orElse(otherwise);
        if (bytes < 0) {
            throw new IllegalArgumentException("`processor.ready-bytes` must not be negative, but is " + bytes);
        }
        return bytes;
    }

    private static Duration delay(String text) {
        try {
            Duration delay = Duration.parse(text.strip());
            if (delay.isPositive()) {
                return delay;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(wrongDelay(text), e);
        }
        throw new IllegalArgumentException(wrongDelay(text));
    }

    private static String wrongDelay(String text) {
        return "`processor.delivery-retries` are delays above zero with commas between them, as in PT5S,PT5M,PT2H, not "
                + text;
    }

    private static Duration positive(Config processor, String key, Duration otherwise) {
        Duration duration = processor.get(key).as(Duration.class).orElse(otherwise);
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("`processor." + key + "` must be above zero, not " + duration);
        }
        return duration;
    }
}
