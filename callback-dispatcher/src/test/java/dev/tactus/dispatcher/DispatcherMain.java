package dev.tactus.dispatcher;

import java.time.Duration;
import java.util.Map;

/** A dispatcher in a JVM of its own, to be killed or watched. Arguments: bootstrap servers, keyset, deadline of a delivery. */
final class DispatcherMain {
    private static final String RUNS = "dispatching, metrics on port ";

    private DispatcherMain() {}

    public static void main(String[] args) {
        DispatcherSettings settings =
                Platform.settings(Map.of("bootstrap.servers", args[0]), args[1], Duration.ofSeconds(10));
        DispatcherService service = new DispatcherService(Platform.withDeadline(settings, Duration.parse(args[2])));
        service.start();
        System.out.println(RUNS + service.healthPort());
        service.ended().join();
    }

    /** Where it tells its metrics, from the line that it prints when it runs. */
    static int port(String line) {
        return Integer.parseInt(line.substring(line.indexOf(RUNS) + RUNS.length()));
    }
}
