package dev.tactus.bench.load;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.Progress;
import dev.tactus.bench.process.ChildJvm;
import dev.tactus.bench.process.TactusProcesses;
import dev.tactus.contracts.topic.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How long a processor that is started takes until it fires, in some partition and in all of them. */
public final class FirstFires {
    private static final Duration AT_MOST = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private final String bootstrapServers;
    private final Progress progress;

    public FirstFires(String bootstrapServers, Progress progress) {
        this.bootstrapServers = bootstrapServers;
        this.progress = progress;
    }

    /** Milliseconds since the start of the process until a fire was visible. */
    public record Result(ChildJvm processor, long firstMillis, long allMillis) {}

    /** @param start starts the processor's process, and does not wait for it */
    public Result after(Supplier<ChildJvm> start) {
        try (CommittedReader fires = new CommittedReader(bootstrapServers, Topic.SCHEDULE_FIRES.topicName())) {
            long begin = System.nanoTime();
            ChildJvm processor = start.get();
            Set<Integer> fired = new HashSet<>();
            long first = 0;
            while (fired.size() < TactusProcesses.PARTITIONS.count()) {
                for (ConsumerRecord<byte[], byte[]> fire : fires.poll(POLL)) {
                    fired.add(fire.partition());
                    first = first == 0 ? millisSince(begin) : first;
                }
                if (millisSince(begin) > AT_MOST.toMillis()) {
                    throw new BenchFailure("only " + fired.size() + " partitions fired within " + AT_MOST);
                }
                progress.tick("Started again, %d partitions fire", fired.size());
            }
            Result result = new Result(processor, first, millisSince(begin));
            progress.say("First fire after %,d ms, all partitions after %,d ms", first, result.allMillis());
            return result;
        }
    }

    private static long millisSince(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }
}
