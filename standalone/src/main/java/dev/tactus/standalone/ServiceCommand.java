package dev.tactus.standalone;

import io.helidon.config.Config;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Runs one service in this process, against a Kafka that runs elsewhere. */
abstract class ServiceCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceCommand.class);

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The configuration, in YAML. Environment variables override it: KAFKA_BOOTSTRAP_SERVERS is"
                    + " kafka.bootstrap.servers.")
    @SuppressWarnings("NullAway.Init") // Set by picocli: it is required.
    private Path file;

    /** The service as the configuration says; not started. */
    abstract Service service(Config config);

    @Override
    public Integer call() throws InterruptedException {
        Logging.toConsole();
        Config config = ConfigFile.load(file);
        Service service = ConfigFile.settings(file, config, this::service);
        try (Services services = new Services()) {
            services.closeAtExit();
            services.start(service);
            LOG.info("{} runs", service.name());
            services.awaitEnd();
            return 0;
        }
    }
}
