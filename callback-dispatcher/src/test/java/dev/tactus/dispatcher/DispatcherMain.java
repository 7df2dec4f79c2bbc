package dev.tactus.dispatcher;

import java.time.Duration;
import java.util.Map;

/** A dispatcher in a JVM of its own, to be killed. Arguments: bootstrap servers and keyset. */
final class DispatcherMain {
    private DispatcherMain() {}

    public static void main(String[] args) {
        DispatcherService service = new DispatcherService(
                Platform.settings(Map.of("bootstrap.servers", args[0]), args[1], Duration.ofSeconds(10)));
        service.start();
        System.out.println("dispatching");
        service.ended().join();
    }
}
