package dev.tactus.bench.process;

import dev.tactus.bench.QuietLogs;
import dev.tactus.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The embedded broker in a JVM of its own. Arguments: its data folder, and another {@code host:port} to listen on. */
public final class BrokerMain {
    /** What it says when it listens; the address follows. */
    public static final String LISTENS = "the broker listens on ";

    private BrokerMain() {}

    public static void main(String[] args) throws InterruptedException {
        QuietLogs.set();
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), 0, args.length > 1 ? args[1] : null);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close-broker"));
        System.out.println(LISTENS + broker.bootstrapServers());
        new CountDownLatch(1).await();
    }
}
