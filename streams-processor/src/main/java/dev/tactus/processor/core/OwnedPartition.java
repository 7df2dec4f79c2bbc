package dev.tactus.processor.core;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.Query;
import dev.tactus.processor.core.timer.Timer;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A partition whose task runs in this JVM, as seen by those who ask it. Everything here may be called from any thread but
 * a virtual one: a virtual thread must not touch a store.
 */
public interface OwnedPartition {
    int number();

    /** True once all commands were processed that were there when the task took over; until then nothing is answered. */
    boolean caughtUp();

    /** {@link System#nanoTime} when the stream thread's last turn began: a zombie's stands still. */
    long lastTurnNanos();

    /** How many timers of this kind wait for their instant. */
    int armed(Timer.Kind kind);

    /** How many timers are due and have yet to be handled. */
    int behind();

    JsonNode answer(Query query);

    /**
     * Completes when one of the commands' outcomes exists and is committed, with all that are then; fails with a {@link
     * dev.tactus.contracts.query.PartitionUnavailableException} when the task ends before.
     */
    CompletableFuture<Map<UUID, Outcome>> outcomes(Collection<UUID> commandIds);
}
