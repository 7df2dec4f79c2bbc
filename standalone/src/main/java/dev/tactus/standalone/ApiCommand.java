package dev.tactus.standalone;

import dev.tactus.api.ApiService;
import dev.tactus.api.ApiSettings;
import io.helidon.config.Config;
import picocli.CommandLine.Command;

/** {@code tactus api}. */
@Command(
        name = "api",
        mixinStandardHelpOptions = true,
        description = "Run one API instance: it keeps no state and asks the processors.")
final class ApiCommand extends ServiceCommand {
    @Override
    Service service(Config config) {
        ApiSettings settings = ApiSettings.from(config);
        if (settings.processors() == null) {
            throw new IllegalArgumentException(
                    "`processors.seeds` is missing: name the internal port of a processor as host:port");
        }
        return new ApiPart(() -> ApiService.remote(settings));
    }
}
