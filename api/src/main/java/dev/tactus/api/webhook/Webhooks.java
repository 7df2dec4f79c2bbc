package dev.tactus.api.webhook;

import dev.tactus.contracts.registry.RegistryView;
import dev.tactus.contracts.registry.Webhook;
import java.time.Duration;
import java.util.List;

/** The stored webhooks, as the routes need them. */
@FunctionalInterface
public interface Webhooks {
    /**
     * All that were stored before this call, the oldest first.
     *
     * @throws dev.tactus.contracts.registry.RegistryBehindException when that can't be said in time
     */
    List<Webhook> list(String tenant);

    /** @param timeout for one look to the topic's end */
    static Webhooks of(RegistryView view, Duration timeout) {
        return tenant -> view.webhooks(tenant, timeout);
    }
}
