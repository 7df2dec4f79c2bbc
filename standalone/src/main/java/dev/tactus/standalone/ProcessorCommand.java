package dev.tactus.standalone;

import dev.tactus.processor.ProcessorSettings;
import io.helidon.config.Config;
import picocli.CommandLine.Command;

/** {@code tactus processor}. */
@Command(
        name = "processor",
        mixinStandardHelpOptions = true,
        description = "Run one processor: it owns partitions, decides what fires, and answers the APIs.")
final class ProcessorCommand extends ServiceCommand {
    @Override
    Service service(Config config) {
        return new ServingProcessorPart(ProcessorSettings.from(config));
    }
}
