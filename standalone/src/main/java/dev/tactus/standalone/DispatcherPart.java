package dev.tactus.standalone;

import dev.tactus.dispatcher.DispatcherService;
import dev.tactus.dispatcher.DispatcherSettings;
import dev.tactus.metrics.Meters;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The dispatcher. Its clients connect when they are made, so it is made at its start. */
final class DispatcherPart implements Service {
    private final DispatcherSettings settings;
    private final Meters meters;
    private volatile @Nullable DispatcherService dispatcher;

    DispatcherPart(DispatcherSettings settings, Meters meters) {
        this.settings = settings;
        this.meters = meters;
    }

    @Override
    public String name() {
        return "the dispatcher";
    }

    @Override
    public void start() {
        DispatcherService made = new DispatcherService(settings, meters);
        dispatcher = made;
        made.start();
    }

    @Override
    public void whenItGivesUp(Consumer<Throwable> callback) {
        DispatcherService now = dispatcher;
        if (now != null) {
            ProcessorPart.tell(now.ended(), callback);
        }
    }

    @Override
    public void close() {
        DispatcherService now = dispatcher;
        if (now != null) {
            now.close();
        }
    }
}
