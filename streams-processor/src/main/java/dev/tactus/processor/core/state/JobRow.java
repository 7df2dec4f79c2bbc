package dev.tactus.processor.core.state;

import dev.tactus.contracts.job.Job;
import dev.tactus.contracts.schedule.Retry;
import dev.tactus.contracts.topic.EntityKey;
import org.jspecify.annotations.Nullable;

/**
 * A job with what the processor needs to see it through. Instants are epoch milliseconds.
 *
 * @param callback null without one of its own
 * @param leaseUntil when the dispatcher that launched it is given up; null while none has it, and for a runner that
 *     reports on its own
 * @param deadline when it is failed as timed out; null before its first launch
 * @param retryAt when it is launched again after a failure; null otherwise
 */
public record JobRow(
        Job job,
        @Nullable Callback callback,
        boolean skipCallbacks,
        Retry retry,
        @Nullable Long leaseUntil,
        @Nullable Long deadline,
        @Nullable Long retryAt) {

    /** @param secret ciphertext, bound to {@code secretContext} */
    public record Callback(String url, String secret, String secretContext) {}

    public EntityKey key() {
        return new EntityKey(job.tenant(), job.jobId());
    }

    /** The instant at which something must be done about it if no report comes; {@link Long#MAX_VALUE} for never. */
    public long timer() {
        return Math.min(orNever(leaseUntil), Math.min(orNever(deadline), orNever(retryAt)));
    }

    public JobRow with(Job changed, @Nullable Long lease, @Nullable Long deadlineAt, @Nullable Long retry) {
        return new JobRow(changed, callback, skipCallbacks, this.retry, lease, deadlineAt, retry);
    }

    private static long orNever(@Nullable Long instant) {
        return instant == null ? Long.MAX_VALUE : instant;
    }
}
