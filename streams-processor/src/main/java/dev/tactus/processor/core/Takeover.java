package dev.tactus.processor.core;

import dev.tactus.contracts.topic.Topic;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task has yet to read of that which was said before it took over. Until it has read the commands it decides and
 * answers nothing: else a schedule that was deleted while no owner was up would fire, and a create that the last owner
 * confirmed would be denied. What hangs on jobs and deliveries waits for the reports too, which are not read before the
 * commands: there may be very many.
 */
final class Takeover {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

    private final InputProgress progress;
    private final int partition;
    private final long begun = System.nanoTime();
    private final Backlog commands = new Backlog("commands");
    private final Backlog reports = new Backlog("reports");
    private CompletableFuture<Map<Topic, Long>> asked;
    private boolean endsKnown;

    /** Asks where the inputs end now. */
    Takeover(InputProgress progress, int partition) {
        this.progress = progress;
        this.partition = partition;
        this.asked = progress.ends(Inputs.TOPICS, partition);
        progress.holdBack(Inputs.REPORTS, partition);
    }

    /**
     * True once all commands of before were processed; it stays true.
     *
     * @param applied the last offset that was processed of an input; -1 without one
     * @throws KafkaException when the broker will never tell where the inputs end
     */
    boolean commandsRead(ToLongFunction<Topic> applied) {
        boolean read = knowsEnds() && commands.read(applied);
        if (read) {
            close();
        }
        return read;
    }

    /**
     * True once all reports of before were processed; it stays true.
     *
     * @param applied the last offset that was processed of an input; -1 without one
     */
    boolean reportsRead(ToLongFunction<Topic> applied) {
        return knowsEnds() && reports.read(applied);
    }

    /** An input may have no leader for a while: its partition waits, and those that the thread has beside it go on. */
    private boolean knowsEnds() {
        if (endsKnown || !asked.isDone()) {
            return endsKnown;
        }
        try {
            Map<Topic, Long> ends = asked.join();
            commands.begin(Inputs.COMMANDS, ends);
            reports.begin(Inputs.REPORTS, ends);
            endsKnown = true;
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof RetriableException)) {
                throw new KafkaException(
                        "cannot read where the inputs of partition " + partition + " end", e.getCause());
            }
            LOG.warn(
                    "Partition {} decides nothing yet: it can't be told where its inputs end, and asks again",
                    partition,
                    e.getCause());
            asked = progress.ends(Inputs.TOPICS, partition);
        }
        return endsKnown;
    }

    /** Ends the wait, if there is still one. */
    void close() {
        progress.release(Inputs.REPORTS, partition);
    }

    /** Inputs of which there is something left to read. */
    private final class Backlog {
        private final String what;
        private final Map<Topic, Long> ends = new EnumMap<>(Topic.class);

        Backlog(String what) {
            this.what = what;
        }

        void begin(List<Topic> inputs, Map<Topic, Long> all) {
            inputs.forEach(input -> ends.put(input, all.getOrDefault(input, 0L)));
        }

        boolean read(ToLongFunction<Topic> applied) {
            if (ends.isEmpty()) {
                return true;
            }
            // The end may lie behind markers that are never processed: so the consumer must have passed it, and what it
            // returned on the way must be processed.
            ends.entrySet()
                    .removeIf(end -> progress.position(end.getKey(), partition) >= end.getValue()
                            && applied.applyAsLong(end.getKey()) >= progress.lastPolled(end.getKey(), partition));
            if (ends.isEmpty()) {
                LOG.info(
                        "Partition {}: the {} of before were read {} ms after it was taken over",
                        partition,
                        what,
                        (System.nanoTime() - begun) / 1_000_000);
                return true;
            }
            return false;
        }
    }
}
