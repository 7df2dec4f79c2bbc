package dev.tactus.processor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.query.Query;
import dev.tactus.processor.core.OwnedPartition;
import dev.tactus.processor.core.timer.Timer;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A partition without Kafka: it answers its own number, by a thread that tests can look at. */
public final class FakePartition implements OwnedPartition {
    /** Of the first command that is asked for; there is none of the others. */
    public final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    public volatile boolean caughtUp = true;
    public volatile boolean standsStill;
    public volatile long lastTurnNanos;
    public volatile Function<Query, JsonNode> answers;
    private final int number;

    public FakePartition(int number) {
        this.number = number;
        this.answers = query -> Json.tree(number);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public long lastTurnNanos() {
        return standsStill ? lastTurnNanos : System.nanoTime();
    }

    @Override
    public int armed(Timer.Kind kind) {
        return 0;
    }

    @Override
    public int behind() {
        return 0;
    }

    @Override
    public JsonNode answer(Query query) {
        return answers.apply(query);
    }

    @Override
    public CompletableFuture<Map<UUID, Outcome>> outcomes(Collection<UUID> commandIds) {
        // One for each who waits: who has no more time cancels it.
        return outcome.thenApply(known -> Map.of(commandIds.iterator().next(), known));
    }
}
