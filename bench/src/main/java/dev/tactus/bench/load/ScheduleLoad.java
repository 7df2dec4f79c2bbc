package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.Progress;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.RecordHeaders;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Creates schedules and waits until every one of them is applied and committed. */
public final class ScheduleLoad {
    private static final String CREATED = "schedule.created";
    private static final Duration STALLED = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;
    private final boolean wantsOutcomes;
    private final Progress progress;

    /** @param wantsOutcomes see {@link CommandWriter} */
    public ScheduleLoad(String bootstrapServers, boolean wantsOutcomes, Progress progress) {
        this.bootstrapServers = bootstrapServers;
        this.wantsOutcomes = wantsOutcomes;
        this.progress = progress;
    }

    /**
     * @param definition the n-th schedule
     * @param wanted told each definition before it is written
     * @return how many were applied per second, from the first write to the last event
     * @throws BenchFailure when the processor stops applying them
     */
    public double create(int count, IntFunction<ScheduleDefinition> definition, Consumer<ScheduleDefinition> wanted) {
        long begin = System.nanoTime();
        Set<UUID> awaited = new HashSet<>();
        try (CommittedReader events = new CommittedReader(bootstrapServers, Topic.SCHEDULE_EVENTS.topicName());
                CommandWriter writer = new CommandWriter(bootstrapServers, wantsOutcomes)) {
            for (int number = 0; number < count; number++) {
                ScheduleDefinition next = definition.apply(number);
                wanted.accept(next);
                awaited.add(next.id());
                writer.create(next);
                progress.tick("%,d of %,d creates written", number, count);
            }
            writer.flush();
            awaitCreated(events, awaited, count);
        }
        double perSecond = count / secondsSince(begin);
        progress.say("%,d schedules are applied (%,.0f/s)", count, perSecond);
        return perSecond;
    }

    /** Others may create schedules meanwhile. */
    private void awaitCreated(CommittedReader events, Set<UUID> awaited, int count) {
        long lastSeen = System.nanoTime();
        while (!awaited.isEmpty()) {
            int before = awaited.size();
            for (ConsumerRecord<byte[], byte[]> event : events.poll(POLL)) {
                if (CREATED.equals(RecordHeaders.text(event.headers(), RecordHeaders.EVENT_TYPE))) {
                    awaited.remove(EntityKey.parse(event.key()).id());
                }
            }
            if (awaited.size() < before) {
                lastSeen = System.nanoTime();
            } else if (System.nanoTime() - lastSeen > STALLED.toNanos()) {
                throw new BenchFailure("only " + (count - awaited.size()) + " of " + count
                        + " schedules were applied, and none for " + STALLED.toSeconds() + " s");
            }
            progress.tick("%,d of %,d schedules applied", count - awaited.size(), count);
        }
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
