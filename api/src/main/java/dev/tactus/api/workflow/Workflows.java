package dev.tactus.api.workflow;

import dev.tactus.contracts.registry.RegistryBehindException;
import dev.tactus.contracts.registry.RegistryView;
import dev.tactus.contracts.registry.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The registered workflows, as the routes need them. */
public interface Workflows {
    /**
     * An answer of "none" holds as of this call; a workflow that was just deployed anew may be its former version.
     *
     * @throws RegistryBehindException when that can't be said in time
     */
    Optional<Workflow> find(String tenant, String name);

    /**
     * All that were registered before this call, by name.
     *
     * @throws RegistryBehindException as above
     */
    List<Workflow> list(String tenant);

    /** Makes sure that what was applied before this call is seen by {@link #find} from now on. */
    void catchUp();

    /** False while it can't be learnt what is registered; it heals by itself. */
    default boolean reads() {
        return true;
    }

    /** Whether it will never be learnt again: only a new process helps. */
    default boolean dead() {
        return false;
    }

    /** @param timeout for one look to the topic's end */
    static Workflows of(RegistryView view, Duration timeout) {
        return new Workflows() {
            @Override
            public Optional<Workflow> find(String tenant, String name) {
                return view.workflow(tenant, name, timeout);
            }

            @Override
            public List<Workflow> list(String tenant) {
                return view.workflows(tenant, timeout);
            }

            @Override
            public void catchUp() {
                view.catchUp(timeout);
            }

            @Override
            public boolean reads() {
                return view.reads();
            }

            @Override
            public boolean dead() {
                return view.dead();
            }
        };
    }
}
