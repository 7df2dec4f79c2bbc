package dev.tactus.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the deliveries that were given up, and drives them again, through the API of a running Tactus. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Callbacks and webhooks that were given up: list them, and deliver them again.",
        subcommands = {DeadLettersCommand.Listing.class, DeadLettersCommand.Redrive.class})
final class DeadLettersCommand {
    private static final int PAGE = 100;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List what was given up, the newest first: id, when it began, attempts, why, and where to.")
    static final class Listing implements Runnable {
        @Mixin
        private final ApiClient api = new ApiClient();

        @Option(names = "--webhook", paramLabel = "ID", description = "Only of this webhook endpoint.")
        private @Nullable UUID webhook;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "100",
                description = "At most so many (default: ${DEFAULT-VALUE}).")
        private int limit;

        @Spec
        @SuppressWarnings("NullAway.Init") // Set by picocli before run().
        private CommandSpec spec;

        @Override
        public void run() {
            PrintWriter out = spec.commandLine().getOut();
            int left = limit;
            String cursor = null;
            do {
                ObjectNode query = Json.object().put("outcome", "dead").put("limit", Math.clamp(left, 1, PAGE));
                if (webhook != null) {
                    query.put("webhook_endpoint_id", webhook.toString());
                }
                if (cursor != null) {
                    query.put("cursor", cursor);
                }
                JsonNode page = api.post("deliveries/list", query);
                for (JsonNode delivery : page.path("deliveries")) {
                    out.println(line(delivery));
                    left--;
                }
                cursor = page.path("next_cursor").textValue();
            } while (cursor != null && left > 0);
            out.flush();
        }

        private static String line(JsonNode delivery) {
            return String.join(
                    "  ",
                    delivery.path("delivery_id").asText(),
                    delivery.path("created_at").asText(),
                    delivery.path("attempt").asText(),
                    delivery.path("error").asText(),
                    delivery.path("url").asText());
        }
    }

    @Command(
            name = "redrive",
            mixinStandardHelpOptions = true,
            description = "Deliver again what was given up, under the same webhook-id and with the retry schedule from"
                    + " its beginning.")
    static final class Redrive implements Runnable {
        @Mixin
        private final ApiClient api = new ApiClient();

        @ArgGroup(multiplicity = "1")
        @SuppressWarnings("NullAway.Init") // Set by picocli: one of its alternatives is required.
        private Which which;

        @Option(names = "--webhook", paramLabel = "ID", description = "With --since: only of this webhook endpoint.")
        private @Nullable UUID webhook;

        @Spec
        @SuppressWarnings("NullAway.Init") // Set by picocli before run().
        private CommandSpec spec;

        static final class Which {
            @Parameters(paramLabel = "ID", arity = "1..*", description = "The ids of deliveries.")
            private @Nullable List<UUID> ids;

            @Option(
                    names = "--since",
                    paramLabel = "INSTANT",
                    description = "All that began then or later, as in 2026-05-17T00:00:00Z.")
            private @Nullable Instant since;
        }

        @Override
        public void run() {
            int redriven = which.ids != null ? each(which.ids) : all(String.valueOf(which.since));
            PrintWriter out = spec.commandLine().getOut();
            out.println(redriven + (redriven == 1 ? " delivery is" : " deliveries are") + " on the way again");
            out.flush();
        }

        private int each(List<UUID> ids) {
            int redriven = 0;
            for (UUID id : ids) {
                api.post("deliveries/redeliver", Json.object().put("id", id.toString()));
                redriven++;
            }
            return redriven;
        }

        private int all(String since) {
            ObjectNode filter = Json.object().put("since", since);
            if (webhook != null) {
                filter.put("webhook_endpoint_id", webhook.toString());
            }
            int redriven = 0;
            JsonNode done;
            do {
                done = api.post("deliveries/redeliver", filter);
                redriven += done.path("redelivered").asInt();
            } while (done.path("more").asBoolean() && done.path("redelivered").asInt() > 0);
            return redriven;
        }
    }
}
