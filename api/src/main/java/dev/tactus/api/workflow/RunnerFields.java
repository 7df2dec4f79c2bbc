package dev.tactus.api.workflow;

import dev.tactus.api.input.CallbackFields;
import dev.tactus.api.input.Fields;
import dev.tactus.api.input.IssueCode;
import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.registry.WorkerTopics;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how a workflow's jobs are to be launched. */
final class RunnerFields {
    /** What Kafka takes as a topic's name. */
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

    private enum Type {
        HTTP,
        KAFKA,
        ECHO
    }

    private final CallbackFields callbacks;

    RunnerFields(CallbackFields callbacks) {
        this.callbacks = callbacks;
    }

    /**
     * Null if something is wrong; that has been noted.
     *
     * @param tenant whose topics a kafka runner may name
     * @param secretContext names the owner that the secret's ciphertext is bound to
     */
    @Nullable
    Runner read(Fields in, String tenant, String secretContext) {
        in.require("runner", "an object with a type: http, kafka or echo");
        Fields runner = in.nested("runner");
        if (runner == null) {
            return null;
        }
        runner.require("type", "http, kafka or echo");
        Type type = runner.word("type", Type.class);
        if (type == null) {
            return null;
        }
        Runner read =
                switch (type) {
                    case HTTP -> http(runner, secretContext);
                    case KAFKA -> kafka(runner, tenant);
                    case ECHO -> new Runner.Echo();
                };
        runner.refuseUnknown();
        return read;
    }

    private Runner.@Nullable Http http(Fields runner, String secretContext) {
        runner.require("url", "where the job is posted to");
        runner.require("secret", "the job is signed with it");
        String url = callbacks.url(runner, "url");
        String secret = callbacks.secret(runner, "secret", secretContext);
        return url == null || secret == null ? null : new Runner.Http(url, secret);
    }

    private static Runner.@Nullable Kafka kafka(Fields runner, String tenant) {
        runner.require("topic", "the topic that the job is written to");
        String topic = runner.text("topic", TOPIC, "a Kafka topic name: 1 to 249 of A-Z, a-z, 0-9, '.', '_' and '-'");
        if (topic == null) {
            return null;
        }
        if (!WorkerTopics.belongs(topic, tenant)) {
            runner.wrong(
                    IssueCode.INVALID_VALUE,
                    "topic",
                    "topic must be one of your own, whose name begins with '" + WorkerTopics.prefix(tenant) + "', not '"
                            + topic + "'");
            return null;
        }
        return new Runner.Kafka(topic);
    }
}
