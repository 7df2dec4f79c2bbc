package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.registry.Runner;

/** One way of launching jobs. */
interface JobRunner<R extends Runner> {
    /** @throws LaunchRefusedException when the job can't be launched this way, however often it is tried */
    PreparedLaunch prepare(LaunchOrder order, R runner);
}
