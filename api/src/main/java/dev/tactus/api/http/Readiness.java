package dev.tactus.api.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Becomes true once every partition has an owner, and stays true: later, one partition that moves must not make requests
 * about the others fail.
 */
public final class Readiness implements BooleanSupplier {
    private final BooleanSupplier ready;
    private final AtomicBoolean wasReady = new AtomicBoolean();

    public Readiness(BooleanSupplier ready) {
        this.ready = ready;
    }

    @Override
    public boolean getAsBoolean() {
        if (wasReady.get()) {
            return true;
        }
        if (!ready.getAsBoolean()) {
            return false;
        }
        wasReady.set(true);
        return true;
    }
}
