package dev.tactus.processor.core.state;

import org.jspecify.annotations.Nullable;

/**
 * What a partition knows of a stored webhook's health, in epoch milliseconds.
 *
 * @param failingSince of the first failure since the last success here; null without
 * @param failingToldAt when this partition last told the tenant's partition that it fails
 * @param deliveredToldAt when it last told that something was delivered
 * @param lastDelivered in the tenant's partition only: the last success that any partition told of
 */
public record HealthRow(
        @Nullable Long failingSince,
        @Nullable Long failingToldAt,
        @Nullable Long deliveredToldAt,
        @Nullable Long lastDelivered) {
    public static final HealthRow NONE = new HealthRow(null, null, null, null);

    public HealthRow failing(long since) {
        return new HealthRow(since, failingToldAt, deliveredToldAt, lastDelivered);
    }

    public HealthRow toldFailing(long at) {
        return new HealthRow(failingSince, at, deliveredToldAt, lastDelivered);
    }

    public HealthRow delivered(@Nullable Long toldAt) {
        return new HealthRow(null, failingToldAt, toldAt, lastDelivered);
    }

    public HealthRow deliveredSomewhere(long at) {
        return new HealthRow(failingSince, failingToldAt, deliveredToldAt, at);
    }
}
