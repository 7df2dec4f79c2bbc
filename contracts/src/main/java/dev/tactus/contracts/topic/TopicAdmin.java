package dev.tactus.contracts.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics that are missing and verifies those that are there. Every service calls it at its start: a topic
 * with other partitions, or a setting that correctness depends on, stops the service with the remedy.
 */
public final class TopicAdmin {
    private static final long TIMEOUT_SECONDS = 30;
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** How long history is kept, and how far a clock may be wrong; what a record means is not. */
    private static final Set<String> OPERATORS_CHOICE =
            Set.of(TopicConfig.RETENTION_MS_CONFIG, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);

    private final Admin admin;

    public TopicAdmin(Admin admin) {
        this.admin = admin;
    }

    /**
     * @param partitions of every keyed topic; 24 is the production default, 4 that of {@code dev}
     * @param replicationFactor of topics that have yet to be created; -1 takes the broker's default
     * @throws TopicMismatchException when a topic is not as it must be
     */
    public void createAndVerify(Partitions partitions, short replicationFactor) {
        create(partitions, replicationFactor);
        List<String> problems = verify(partitions);
        if (!problems.isEmpty()) {
            throw new TopicMismatchException(problems);
        }
    }

    private void create(Partitions partitions, short replicationFactor) {
        List<NewTopic> topics = Arrays.stream(Topic.values())
                .map(topic -> new NewTopic(
                                topic.topicName(),
                                Optional.of(partitions.count()),
                                replicationFactor < 0 ? Optional.empty() : Optional.of(replicationFactor))
                        .configs(topic.config()))
                .toList();
        for (KafkaFuture<Void> created : admin.createTopics(topics).values().values()) {
            try {
                created.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new TopicMismatchException(List.of("cannot create topics: " + e.getCause()));
                }
            } catch (TimeoutException | InterruptedException e) {
                throw unreachable(e);
            }
        }
    }

    private List<String> verify(Partitions partitions) {
        List<String> names = Arrays.stream(Topic.values()).map(Topic::topicName).toList();
        Map<ConfigResource, Topic> resources = Arrays.stream(Topic.values())
                .collect(Collectors.toMap(
                        topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()), topic -> topic));
        List<String> problems = new ArrayList<>();
        Map<String, TopicDescription> descriptions =
                get(() -> admin.describeTopics(names).allTopicNames());
        descriptions.forEach((name, description) -> {
            int actual = description.partitions().size();
            if (actual != partitions.count()) {
                problems.add("topic %s has %d partitions, the configuration says %d: set `kafka.partitions` to %d"
                        .formatted(name, actual, partitions.count(), actual));
            }
        });
        Map<ConfigResource, Config> configs =
                get(() -> admin.describeConfigs(resources.keySet()).all());
        resources.forEach((resource, topic) -> topic.config().forEach((setting, expected) -> {
            Config config = configs.get(resource);
            ConfigEntry entry = config == null ? null : config.get(setting);
            String actual = entry == null ? null : entry.value();
            if (!OPERATORS_CHOICE.contains(setting) && !expected.equals(actual)) {
                problems.add("topic %s has %s=%s, it must be %s: kafka-configs.sh --alter --topic %s --add-config %s=%s"
                        .formatted(topic.topicName(), setting, actual, expected, topic.topicName(), setting, expected));
            }
        }));
        return problems;
    }

    /** Asks until every topic is known: a broker may learn of a topic some moments after it was created. */
    private static <T> T get(Supplier<KafkaFuture<T>> request) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            try {
                return request.get().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > end) {
                    throw unreachable(e);
                }
                LockSupport.parkNanos(ASK_AGAIN_NANOS);
            } catch (TimeoutException | InterruptedException e) {
                throw unreachable(e);
            }
        }
    }

    private static TopicMismatchException unreachable(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new TopicMismatchException(List.of("Kafka did not answer within " + TIMEOUT_SECONDS
                + " s: check `kafka.bootstrap.servers` and that the broker runs (" + e + ")"));
    }
}
