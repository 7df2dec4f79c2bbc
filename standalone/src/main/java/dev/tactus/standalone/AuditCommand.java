package dev.tactus.standalone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.audit.Audit;
import dev.tactus.audit.AuditFailedException;
import dev.tactus.audit.AuditSettings;
import dev.tactus.audit.Finding;
import dev.tactus.audit.Summary;
import dev.tactus.contracts.Json;
import io.helidon.config.Config;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Looks whether every nominal instant got exactly one verdict. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Recompute from the definitions in the log which instants were due, and compare that with what"
                + " fired and what was skipped. It reads Kafka only, and may run beside the services.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:clean",
            "1:something was lost, doubled or cannot be explained: a line each",
            "2:it could not be audited"
        })
final class AuditCommand implements Callable<Integer> {
    private static final int CLEAN = 0;
    private static final int FOUND = 1;
    private static final int NOT_AUDITED = 2;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // Set by picocli: one of them is required.
    private Cluster cluster;

    /** Which cluster. */
    private static final class Cluster {
        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "The services' configuration, of which kafka.* and processor.late-window are read;"
                        + " environment variables override it.")
        private @Nullable Path file;

        @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Where Kafka listens.")
        private @Nullable String bootstrap;
    }

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description = "Leave out findings of earlier instants, as in 2026-05-17T01:15:00Z. Default: none.")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "INSTANT",
            converter = InstantConverter.class,
            description =
                    "What is due up to here must have its verdict; findings of later instants are left out."
                            + " Default: a late window (60 s) ago, when what is due may be late no more, and nothing is left out.")
    private @Nullable Instant to;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Audit this tenant's schedules only.")
    private @Nullable String tenant;

    @Option(names = "--json", description = "Print each finding, and the summary at the end, as a line of JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        Logging.off();
        PrintWriter out = spec.commandLine().getOut();
        try {
            Audit audit = new Audit(settings());
            Summary summary = audit.run(finding -> print(out, finding));
            print(out, summary);
            return summary.clean() ? CLEAN : FOUND;
        } catch (AuditFailedException | StartFailure | IllegalArgumentException e) {
            spec.commandLine()
                    .getErr()
                    .println("tactus: cannot audit: " + Tactus.oneLine(String.valueOf(e.getMessage())));
            return NOT_AUDITED;
        }
    }

    private AuditSettings settings() {
        String bootstrap = cluster.bootstrap;
        Path file = cluster.file;
        if (bootstrap != null || file == null) {
            return settings(Map.of("bootstrap.servers", String.valueOf(bootstrap)), AuditSettings.LATE_WINDOW);
        }
        Config config = ConfigFile.load(file);
        Map<String, String> clients =
                new TreeMap<>(config.get("kafka").detach().asMap().orElse(Map.of()));
        clients.remove("partitions");
        clients.remove("replication-factor");
        Duration lateWindow = ConfigFile.settings(
                file,
                config,
                all -> all.get("processor.late-window").as(Duration.class).orElse(AuditSettings.LATE_WINDOW));
        return settings(clients, lateWindow);
    }

    private AuditSettings settings(Map<String, String> kafka, Duration lateWindow) {
        Instant dueBy = to == null ? Instant.now().minus(lateWindow) : to;
        return new AuditSettings(kafka, from, to, dueBy, tenant, lateWindow);
    }

    private void print(PrintWriter out, Finding finding) {
        out.println(json ? Json.tree(finding).toString() : finding.line());
    }

    private void print(PrintWriter out, Summary summary) {
        if (json) {
            ObjectNode line = Json.object().put("what", "summary");
            line.setAll((ObjectNode) Json.tree(summary));
            out.println(line);
        } else {
            summary.lines().forEach(out::println);
        }
    }

    /** With any offset, not only Z. */
    private static final class InstantConverter implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String value) {
            try {
                return OffsetDateTime.parse(value).toInstant();
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + value + "' is not an instant, as 2026-05-17T01:15:00Z is one");
            }
        }
    }
}
