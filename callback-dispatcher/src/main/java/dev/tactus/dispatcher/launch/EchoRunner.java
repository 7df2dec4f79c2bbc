package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.registry.Runner;

/** The built-in runner: the result is the parameters. */
final class EchoRunner implements JobRunner<Runner.Echo> {
    @Override
    public PreparedLaunch prepare(LaunchOrder order, Runner.Echo runner) {
        return new PreparedLaunch() {
            @Override
            public String lane() {
                return "echo";
            }

            @Override
            public LaunchOutcome run(Runnable started) {
                return new LaunchOutcome.Completed(order.launch().params());
            }

            @Override
            public void abort() {
                // It takes no time.
            }
        };
    }
}
