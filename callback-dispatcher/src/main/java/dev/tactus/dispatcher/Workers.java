package dev.tactus.dispatcher;

import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.registry.Workflow;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.dispatcher.delivery.Deliverer;
import dev.tactus.dispatcher.handover.WorkTaker;
import dev.tactus.dispatcher.launch.Launcher;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives each piece of work to the one that does it, and says when there is too much of it. */
final class Workers implements WorkTaker {
    private final Launcher launcher;
    private final Deliverer deliverer;
    private final int maxLaunches;
    private final int maxDeliveries;

    Workers(Launcher launcher, Deliverer deliverer, int maxLaunches, int maxDeliveries) {
        this.launcher = launcher;
        this.deliverer = deliverer;
        this.maxLaunches = maxLaunches;
        this.maxDeliveries = maxDeliveries;
    }

    @Override
    public void launch(Launch work, @Nullable Workflow workflow) {
        launcher.accept(work, workflow);
    }

    @Override
    public void deliver(Deliver work) {
        deliverer.accept(work);
    }

    /**
     * Fires are paused first. Callbacks share their topic with further launches, so these are let in up to twice the
     * bound: jobs that run for an hour must not hold up the callbacks of others.
     */
    @Override
    public Set<String> full() {
        Set<String> full = new HashSet<>();
        int launches = launcher.held();
        if (launches >= maxLaunches) {
            full.add(Topic.SCHEDULE_FIRES.topicName());
        }
        if (launches >= 2 * maxLaunches || deliverer.held() >= maxDeliveries) {
            full.add(Topic.DISPATCH_WORK.topicName());
        }
        return full;
    }
}
