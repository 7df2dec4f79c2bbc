package dev.tactus.standalone;

import dev.tactus.dispatcher.DispatcherSettings;
import dev.tactus.metrics.Meters;
import io.helidon.config.Config;
import picocli.CommandLine.Command;

/** {@code tactus dispatcher}. */
@Command(
        name = "dispatcher",
        mixinStandardHelpOptions = true,
        description = "Run one dispatcher: it launches jobs and delivers callbacks.")
final class DispatcherCommand extends ServiceCommand {
    @Override
    Service service(Config config) {
        return new DispatcherPart(DispatcherSettings.from(config), new Meters());
    }
}
