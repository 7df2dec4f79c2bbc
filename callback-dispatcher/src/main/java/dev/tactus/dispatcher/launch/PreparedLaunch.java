package dev.tactus.dispatcher.launch;

/** A launch that is ready to go. */
interface PreparedLaunch {
    /** What launches share as a bottleneck: the runner's host or topic. */
    String lane();

    /**
     * Calls the runner and waits for what it says; on a virtual thread.
     *
     * @param started is told once the runner has the whole request; at the latest when this method returns the launch
     *     counts as started
     */
    LaunchOutcome run(Runnable started);

    /** Ends {@link #run} soon, or keeps it from beginning; its outcome does not matter any more. */
    void abort();
}
