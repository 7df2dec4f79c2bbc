package dev.tactus.standalone;

import dev.tactus.contracts.query.PartitionOwners;
import dev.tactus.metrics.Meters;
import dev.tactus.processor.ProcessorService;
import dev.tactus.processor.ProcessorSettings;
import dev.tactus.processor.TopologyFactory;
import dev.tactus.processor.core.ProcessorTopology;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The processor beside an API in this JVM, which asks it directly. */
final class ProcessorPart implements Service {
    private final ProcessorService processor;

    /** @param meters of all that runs in this JVM */
    ProcessorPart(ProcessorSettings settings, Meters meters) {
        this.processor = new ProcessorService(settings, topology(settings), meters);
    }

    /** The topology that every processor runs. */
    static TopologyFactory topology(ProcessorSettings settings) {
        return (owned, commits, inputProgress, wall) ->
                ProcessorTopology.build(settings.core(), owned, commits, inputProgress, wall);
    }

    @Override
    public String name() {
        return "the processor";
    }

    @Override
    public void start() {
        processor.start();
    }

    /** Who answers for the partitions. */
    PartitionOwners owners() {
        return processor.owners();
    }

    @Override
    public boolean awaitReady(Duration within) {
        return Readiness.await(processor::ready, within);
    }

    @Override
    public void whenItGivesUp(Consumer<Throwable> callback) {
        tell(processor.stopped(), callback);
    }

    /** Hands a future's failure on. */
    static void tell(CompletableFuture<Void> ended, Consumer<Throwable> callback) {
        CompletableFuture<Void> unused = ended.whenComplete((done, failure) -> {
            if (failure != null) {
                callback.accept(failure);
            }
        });
    }

    @Override
    public void close() {
        processor.close();
    }
}
