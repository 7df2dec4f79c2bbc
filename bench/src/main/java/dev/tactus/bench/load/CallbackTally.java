package dev.tactus.bench.load;

import dev.tactus.bench.receiver.Receivers.Arrival;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.HdrHistogram.Histogram;

/** Which jobs ended when, and which callbacks of theirs came when. */
public final class CallbackTally {
    /** An hour, in milliseconds. */
    private static final long MOST_LATE = 3_600_000;

    private final Set<UUID> schedules = new HashSet<>();
    private final Map<UUID, Long> ended = new HashMap<>();

    /** Expects a job of this schedule to end, and its callback to come. */
    void expect(UUID schedule) {
        schedules.add(schedule);
    }

    int expected() {
        return schedules.size();
    }

    /** @param at epoch milliseconds */
    void jobEnded(UUID job, long at) {
        ended.putIfAbsent(job, at);
    }

    int ended() {
        return ended.size();
    }

    /**
     * @param count callbacks, each counted once
     * @param seconds from the end of the first job to the last callback
     * @param latency milliseconds from the end of the job to the callback's 2xx
     * @param lost jobs without a callback, and schedules whose job did not end
     * @param doubled callbacks that came again under the same id
     * @param otherIds callbacks that came again under another id, which must not be
     */
    public record Result(int count, double seconds, Histogram latency, int lost, int doubled, int otherIds) {
        public double perSecond() {
            return count == 0 ? 0 : count / Math.max(0.001, seconds);
        }
    }

    Result result(List<Arrival> arrivals) {
        Histogram latency = new Histogram(MOST_LATE, 3);
        Set<UUID> ids = new HashSet<>();
        Set<UUID> jobs = new HashSet<>();
        int otherIds = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Arrival arrival : arrivals) {
            Long end = ended.get(arrival.jobId());
            if (end == null || !ids.add(arrival.webhookId())) {
                continue;
            }
            if (!jobs.add(arrival.jobId())) {
                otherIds++;
                continue;
            }
            first = Math.min(first, end);
            last = Math.max(last, arrival.answered());
            latency.recordValue(Math.clamp(arrival.answered() - end, 0, MOST_LATE));
        }
        return new Result(
                jobs.size(),
                jobs.isEmpty() ? 0 : (last - first) / 1e3,
                latency,
                expected() - jobs.size(),
                arrivals.size() - ids.size(),
                otherIds);
    }
}
