package dev.tactus.contracts.topic;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.DELETE_RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Every topic that Tactus owns, with the settings that its correctness depends on. */
public enum Topic {
    /** Full desired definitions of schedules, or {@code {"deleted": true}}; written by the API. */
    SCHEDULE_COMMANDS("schedule-commands", Kind.COMMANDS_COMPACTED),
    /** One-shot requests: trigger, ad-hoc job, cancel; written by the API. */
    SCHEDULE_ACTIONS("schedule-actions", Kind.COMMANDS),
    /** What workers did, as they say; written by the dispatcher and the API. */
    JOB_REPORTS("job-reports", Kind.COMMANDS),
    /** What receivers did, as the dispatcher saw it. */
    DELIVERY_REPORTS("delivery-reports", Kind.COMMANDS),
    /** Definitions that are in force; written by the processor, as is all below but the registry's commands. */
    SCHEDULE_STATE("schedule-state", Kind.STATE),
    /** What happened to schedules: created, updated, deleted, instants skipped. */
    SCHEDULE_EVENTS("schedule-events", Kind.EVENTS),
    /** The fire events: the public contract for subscribers. */
    SCHEDULE_FIRES("schedule-fires", Kind.EVENTS),
    JOB_EVENTS("job-events", Kind.EVENTS),
    DELIVERY_EVENTS("delivery-events", Kind.EVENTS),
    /** Internal: a launch or a delivery that is due now. */
    DISPATCH_WORK("dispatch-work", Kind.WORK),
    /** What was given up, with its reason, ready to be driven again. */
    DEAD_LETTERS("dead-letters", Kind.EVENTS),
    /** What tenants ask to register; written by the API. */
    REGISTRY_COMMANDS("registry-commands", Kind.COMMANDS_COMPACTED),
    /** What tenants have registered. */
    TENANT_REGISTRY("tenant-registry", Kind.STATE);

    private enum Kind {
        COMMANDS_COMPACTED,
        COMMANDS,
        STATE,
        EVENTS,
        WORK
    }

    private final String topicName;
    private final Kind kind;

    Topic(String topicName, Kind kind) {
        this.topicName = topicName;
        this.kind = kind;
    }

    public String topicName() {
        return topicName;
    }

    /**
     * The topic configuration. A command is stamped by the broker, because the instant at which it takes effect must not
     * depend on a client's clock.
     */
    public Map<String, String> config() {
        Map<String, String> config = new HashMap<>();
        switch (kind) {
            case COMMANDS_COMPACTED -> {
                compacted(config);
                config.put(MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
            }
            case COMMANDS -> {
                config.put(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE);
                config.put(RETENTION_MS_CONFIG, millis(Duration.ofDays(30)));
                config.put(MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
            }
            case STATE -> {
                compacted(config);
                stampedByTheProcessor(config);
            }
            case EVENTS -> {
                stampedByTheProcessor(config);
                config.put(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE);
                config.put(RETENTION_MS_CONFIG, "-1");
            }
            case WORK -> {
                stampedByTheProcessor(config);
                config.put(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE);
                config.put(RETENTION_MS_CONFIG, millis(Duration.ofDays(30)));
            }
        }
        return config;
    }

    private static void compacted(Map<String, String> config) {
        config.put(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT);
        config.put(MIN_COMPACTION_LAG_MS_CONFIG, millis(Duration.ofDays(7)));
        config.put(DELETE_RETENTION_MS_CONFIG, millis(Duration.ofDays(30)));
    }

    /**
     * A broker refuses records that are stamped more than an hour ahead of its own clock: a processor whose clock is set
     * forward would lose its tasks with each record.
     */
    private static void stampedByTheProcessor(Map<String, String> config) {
        config.put(MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
