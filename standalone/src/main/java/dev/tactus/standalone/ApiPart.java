package dev.tactus.standalone;

import dev.tactus.api.ApiService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An API instance. Its clients connect when they are made, so it is made at its start. */
final class ApiPart implements Service {
    private final Supplier<ApiService> maker;
    private volatile @Nullable ApiService api;

    ApiPart(Supplier<ApiService> maker) {
        this.maker = maker;
    }

    @Override
    public String name() {
        return "the API";
    }

    @Override
    public void start() {
        ApiService made = maker.get();
        api = made;
        made.start();
    }

    /** The port it listens on, once started. */
    int port() {
        return started().port();
    }

    /** The port on which it tells metrics, once started. */
    int metricsPort() {
        return started().metricsPort();
    }

    private ApiService started() {
        ApiService now = api;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        return now;
    }

    @Override
    public void close() {
        ApiService now = api;
        if (now != null) {
            now.close();
        }
    }
}
