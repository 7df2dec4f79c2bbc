package dev.tactus.contracts.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a workflow's jobs are launched. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Runner.Http.class, name = "http"),
    @JsonSubTypes.Type(value = Runner.Kafka.class, name = "kafka"),
    @JsonSubTypes.Type(value = Runner.Echo.class, name = "echo"),
})
public sealed interface Runner {
    /** @param secret ciphertext, bound to {@link Workflow#secretContext} */
    record Http(String url, String secret) implements Runner {}

    record Kafka(String topic) implements Runner {}

    /** Built in: the result is the parameters. */
    record Echo() implements Runner {}
}
