package dev.tactus.standalone;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs everything in this JVM, on loopback only. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Run Kafka and all services in this process, for development. Ctrl-C stops it; what it knows is in"
                        + " the data folder and is there at the next start.")
final class DevCommand implements Callable<Integer> {
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    @Option(names = "--port", paramLabel = "PORT", description = "Where the API listens; 0 picks a free port.")
    private int port = 8080;

    @Option(names = "--data-dir", paramLabel = "FOLDER", description = "Where everything is kept.")
    private Path dataDir = Path.of(".tactus");

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            description = "Where Kafka listens; 0 takes the port of the last start, or a free one.")
    private int kafkaPort;

    @Option(
            names = "--rehearse",
            hidden = true,
            description = "Stop once everything has worked: the run from which the build learns for a quick start.")
    private boolean rehearse;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.off();
        try (DevFolder folder = DevFolder.open(dataDir);
                Services services = new Services()) {
            Logging.toFile(folder.log());
            ListenPort.requireFree(port, "--port");
            ListenPort.requireFree(kafkaPort, "--kafka-port");
            services.closeAtExit();
            BrokerService broker = new BrokerService(folder.kafka(), kafkaPort);
            services.start(broker);
            DevServices dev = new DevServices(folder, DevSecrets.of(folder), broker.bootstrapServers(), port);
            List<Service> parts = dev.inStartOrder();
            parts.forEach(services::start);
            for (Service part : parts) {
                if (!part.awaitReady(READY_WITHIN)) {
                    throw new StartFailure(part.name() + " was not ready after " + READY_WITHIN.toSeconds() + " s. "
                            + Logging.whereToLook());
                }
            }
            DevClient client = new DevClient(dev.apiUrl(), DevServices.KEY);
            client.ensureEcho();
            if (rehearse) {
                client.rehearse();
                return 0;
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println(dev.welcome());
            out.flush();
            services.awaitEnd();
            return 0;
        }
    }
}
