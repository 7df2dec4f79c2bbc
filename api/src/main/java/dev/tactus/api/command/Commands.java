package dev.tactus.api.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.api.http.ApiException;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Action;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.job.JobReport;
import dev.tactus.contracts.registry.RegistryCommand;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Every kind of command, with the topic, key and partition that it belongs to. Each returns the state after the command,
 * and throws an {@link ApiException} when it was refused or its outcome is unknown.
 */
public final class Commands {
    private final CommandSender sender;
    private final Partitions partitions;
    private final InstantSource clock;

    public Commands(CommandSender sender, Partitions partitions, InstantSource clock) {
        this.sender = sender;
        this.partitions = partitions;
        this.clock = clock;
    }

    /** An id for a new thing; its slot is where its state will be. */
    public UUID newId(int slot) {
        return Ids.random(clock.instant(), slot);
    }

    /** An id for a new thing that may be anywhere. */
    public UUID newId() {
        return Ids.random(clock.instant());
    }

    /** @return a {@code ScheduleView} */
    public JsonNode schedule(EntityKey key, ScheduleCommand command, CommandHeaders headers) {
        return send(Topic.SCHEDULE_COMMANDS, key, command.bytes(), headers);
    }

    /** @return a {@code Job}; what it is for a delivery, the action says */
    public JsonNode action(EntityKey key, Action action, CommandHeaders headers) {
        return send(Topic.SCHEDULE_ACTIONS, key, Json.bytes(action), headers);
    }

    /** @return a {@code Job} */
    public JsonNode report(JobReport report, CommandHeaders headers) {
        EntityKey key = new EntityKey(report.tenant(), report.jobId());
        return send(Topic.JOB_REPORTS, key, Json.bytes(report), headers);
    }

    /** @return a {@code Workflow} or a {@code Webhook}, by the kind of command */
    public JsonNode registry(RegistryCommand command, CommandHeaders headers) {
        byte[] key = command.key().getBytes(StandardCharsets.UTF_8);
        return send(Topic.REGISTRY_COMMANDS, partitions.ofTenant(command.tenant()), key, Json.bytes(command), headers);
    }

    private JsonNode send(Topic topic, EntityKey key, byte[] value, CommandHeaders headers) {
        return send(topic, partitions.of(key.slot()), key.bytes(), value, headers);
    }

    private JsonNode send(Topic topic, int partition, byte[] key, byte[] value, CommandHeaders headers) {
        return Outcomes.applied(sender.send(topic, partition, key, value, headers), headers.commandId())
                .json();
    }
}
