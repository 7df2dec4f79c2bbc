package dev.tactus.processor.core;

import dev.tactus.contracts.topic.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/** The topology: the inputs, one processor with one store, and a sink for each topic of facts. */
public final class ProcessorTopology {
    /** The store's name; with the application's id it names the changelog. */
    public static final String STORE = "state";

    private static final String SOURCE = "inputs";
    private static final String PROCESSOR = "partition";

    private static final List<Topic> OUTPUTS = List.of(
            Topic.SCHEDULE_COMMANDS,
            Topic.REGISTRY_COMMANDS,
            Topic.SCHEDULE_STATE,
            Topic.SCHEDULE_EVENTS,
            Topic.SCHEDULE_FIRES,
            Topic.JOB_EVENTS,
            Topic.DELIVERY_EVENTS,
            Topic.DISPATCH_WORK,
            Topic.DEAD_LETTERS,
            Topic.TENANT_REGISTRY);

    private static final Map<String, Topic> INPUT_BY_NAME =
            Inputs.TOPICS.stream().collect(Collectors.toMap(Topic::topicName, Function.identity()));

    private ProcessorTopology() {}

    /**
     * @param owned where each task shows itself while it lives
     * @param commits tells the tasks of a thread of its commits
     * @param inputProgress asked on the stream thread when a task starts, and until it has caught up
     * @param wall what is due is decided by it
     */
    public static Topology build(
            CoreSettings settings,
            OwnedPartitions owned,
            Commits commits,
            InputProgress inputProgress,
            WallClock wall) {
        KeyValueBytesStoreSupplier store = FencedStore.supplier(STORE, commits);
        Topology topology = new Topology();
        topology.addSource(
                // As Kafka Streams does when nobody says.
                AutoOffsetReset.earliest(),
                SOURCE,
                new CommandsFirst(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Inputs.TOPICS.stream().map(Topic::topicName).toArray(String[]::new));
        topology.addProcessor(
                PROCESSOR, () -> new PartitionProcessor(settings, owned, commits, inputProgress, wall), SOURCE);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(store, Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingEnabled(Map.of())
                        .withCachingDisabled(),
                PROCESSOR);
        for (Topic output : OUTPUTS) {
            topology.addSink(
                    output.topicName(),
                    output.topicName(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer(),
                    new KeyPartitioner(),
                    PROCESSOR);
        }
        return topology;
    }

    static Topic input(String topicName) {
        Topic topic = INPUT_BY_NAME.get(topicName);
        if (topic == null) {
            throw new IllegalArgumentException(
                    topicName + " is not one of " + Arrays.toString(Inputs.TOPICS.toArray()));
        }
        return topic;
    }
}
