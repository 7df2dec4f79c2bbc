package dev.tactus.standalone;

import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;
import io.helidon.config.yaml.YamlConfigParser;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * A service's configuration: one YAML file, under environment variables ({@code KAFKA_BOOTSTRAP_SERVERS} overrides {@code
 * kafka.bootstrap.servers}; a dash is written {@code _dash_}) and under system properties. A list that shall be overridden is written with commas: Helidon keeps the elements of a YAML list whatever stands above it.
 */
final class ConfigFile {
    private ConfigFile() {}

    /** @throws StartFailure when there is no such file, or it is not YAML */
    static Config load(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new StartFailure(
                    "cannot read the configuration " + file + ": name a readable YAML file with --config");
        }
        try {
            return Config.builder()
                    .sources(ConfigSources.file(file).parser(YamlConfigParser.create()))
                    .build();
        } catch (ConfigException e) {
            throw new StartFailure(
                    "the configuration " + file + " cannot be read as YAML, or what overrides it does not fit: "
                            + innermost(e),
                    e);
        }
    }

    /** A configuration that nothing outside this JVM changes. */
    static Config of(Map<String, String> values) {
        return Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .sources(ConfigSources.create(values))
                .build();
    }

    /** Reads a service's settings; what is wrong with them is told with the file's name. */
    static <T> T settings(Path file, Config config, Function<Config, T> from) {
        try {
            return from.apply(config);
        } catch (ConfigException | IllegalArgumentException e) {
            throw new StartFailure("the configuration " + file + ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new StartFailure(
                    "the configuration " + file + ": " + e.getMessage()
                            + ": name a file that this user can read, or set the secret itself",
                    e);
        }
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
