package dev.tactus.contracts.registry;

import java.time.Duration;

/** The registry could not be read to its end in time, so "no such workflow" can't be said. Try again. */
public final class RegistryBehindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistryBehindException(Duration waited) {
        super("the registry was not read to its end within " + waited.toMillis() + " ms");
    }
}
