package dev.tactus.standalone;

import dev.tactus.processor.ProcessorSettings;
import dev.tactus.processor.http.ServingProcessor;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A processor that serves APIs in other processes. */
final class ServingProcessorPart implements Service {
    private final ProcessorSettings settings;
    private volatile @Nullable ServingProcessor processor;

    ServingProcessorPart(ProcessorSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "the processor";
    }

    @Override
    public void start() {
        processor = ServingProcessor.start(settings, ProcessorPart.topology(settings));
    }

    private ServingProcessor started() {
        ServingProcessor now = processor;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        return now;
    }

    @Override
    public boolean awaitReady(Duration within) {
        return Readiness.await(started().service()::readyForItsOwn, within);
    }

    @Override
    public void whenItGivesUp(Consumer<Throwable> callback) {
        ProcessorPart.tell(started().service().stopped(), callback);
    }

    @Override
    public void close() {
        ServingProcessor now = processor;
        if (now != null) {
            now.close();
        }
    }
}
