package dev.tactus.bench.process;

import dev.tactus.contracts.secret.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The configuration files of services that belong together: one keyset, one token, one API key. */
public final class ServiceConfig {
    public static final String TOKEN = "the token of the benchmarks";

    private final String keyset = SecretBox.newKeyset().replaceAll("\\s+", "");
    private final Path folder;
    private final List<String> seeds;

    /** @param seeds where the processors answer, as {@code host:port} */
    public ServiceConfig(Path folder, List<String> seeds) {
        this.folder = folder;
        this.seeds = List.copyOf(seeds);
    }

    /** Encrypts as the API does, with the keyset that these services have. */
    SecretBox secrets() {
        return SecretBox.of(keyset);
    }

    /**
     * Writes the file of one service.
     *
     * @param name of the file, without its ending
     * @param own what only this service is told
     */
    public Path write(String name, String bootstrapServers, Map<String, String> own) {
        Map<String, String> settings = new TreeMap<>(own);
        settings.put("kafka.bootstrap.servers", bootstrapServers);
        settings.put("kafka.partitions", Integer.toString(TactusProcesses.PARTITIONS.count()));
        settings.put("kafka.replication-factor", "1");
        settings.put("secrets.keyset", keyset);
        settings.put("internal.token", TOKEN);
        settings.put("processors.seeds", String.join(",", seeds));
        List<String> lines = new ArrayList<>();
        settings.forEach((key, value) -> lines.add(key + ": '" + value.replace("'", "''") + "'"));
        lines.add("outbound.allowed-networks: ['127.0.0.0/8']");
        lines.add("api.keys: [{tenant: " + TactusProcesses.TENANT + ", label: bench, role: admin, key: "
                + TactusProcesses.API_KEY + "}]");
        try {
            return Files.write(folder.resolve(name + ".yaml"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
