package dev.tactus.processor;

import static org.apache.kafka.streams.StreamsConfig.consumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.mainConsumerPrefix;
import static org.apache.kafka.streams.StreamsConfig.producerPrefix;
import static org.apache.kafka.streams.StreamsConfig.topicPrefix;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** The settings of Kafka Streams that differ from its defaults, each with its reason. Checked against 4.3.1. */
final class StreamsSettings {
    /** How long a tombstone stays in a changelog; the default is a day. */
    private static final Duration TOMBSTONES = Duration.ofDays(30);

    /**
     * State older than this is thrown away at the start and restored. It must be well below {@link #TOMBSTONES}: a store
     * that comes back after they are gone would hold what was deleted meanwhile, and fire it.
     */
    private static final Duration STATE_MAX_AGE = Duration.ofDays(14);

    /** A stream thread that makes no turn for so long loses its partitions; the default is five minutes. */
    private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(60);

    private static final int LINGER_MILLIS = 10;
    private static final int BATCH_BYTES = 128 * 1024;
    private static final int BUFFERED_RECORDS = 200;

    private StreamsSettings() {}

    /** @param advertised where this instance answers for its partitions, if it serves other processes */
    static Properties of(ProcessorSettings settings, @Nullable HostInfo advertised) {
        Properties streams = new Properties();
        defaults(streams, settings);
        // The operator's own settings stand above the defaults, and below what correctness rests on.
        streams.putAll(settings.kafka());
        identity(streams, settings, advertised);
        exactlyOnce(streams, settings);
        return streams;
    }

    private static void identity(Properties streams, ProcessorSettings settings, @Nullable HostInfo advertised) {
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        streams.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        streams.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        streams.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, settings.groupProtocol());
        if (advertised != null) {
            // Travels with every assignment, so each instance can tell who owns what.
            streams.put(StreamsConfig.APPLICATION_SERVER_CONFIG, advertised.host() + ":" + advertised.port());
        }
        if (!settings.groupProtocol().equals(ProcessorSettings.CLASSIC)) {
            // The streams protocol refuses static members, and has its time-outs on the broker.
            return;
        }
        String instance = settings.instanceId();
        if (instance != null) {
            streams.put(mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        }
        ProcessorSettings.Timing timing = settings.timing();
        streams.put(mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), millis(timing.sessionTimeout()));
        streams.put(mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), millis(timing.heartbeat()));
    }

    private static void exactlyOnce(Properties streams, ProcessorSettings settings) {
        streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // Kafka Streams takes 10 s, and the broker 60 s. Kafka Streams refuses one below the commit interval.
        streams.put(
                producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                millis(settings.timing().transactionTimeout()));
        streams.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.timing().commitInterval().toMillis());
    }

    private static void defaults(Properties streams, ProcessorSettings settings) {
        ProcessorSettings.Timing timing = settings.timing();
        // The default of 100 ms is how late a timer may be on an idle partition.
        streams.put(StreamsConfig.POLL_MS_CONFIG, timing.poll().toMillis());
        streams.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        streams.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, settings.acceptableRecoveryLag());
        // An instance that came back behind the others gets no active task before the next probe: 10 min by default.
        streams.put(
                StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG,
                timing.probingRebalance().toMillis());
        if (settings.replicationFactor() > 0) {
            streams.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) settings.replicationFactor());
        }

        streams.put(topicPrefix(TopicConfig.DELETE_RETENTION_MS_CONFIG), Long.toString(TOMBSTONES.toMillis()));
        // A broker refuses what is stamped more than an hour ahead of its own clock; see Topic.
        streams.put(topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG), Long.toString(Long.MAX_VALUE));
        streams.put(StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG, STATE_MAX_AGE.toMillis());
        streams.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        // A store or a topic whose name is made from its place in the topology would lose its state when that changes.
        streams.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // There is no global thread; this is what Kafka 5 will do, and 4.3 warns of what it does until then. By name,
        // because the constant is deprecated already.
        streams.put("processing.exception.handler.global.enabled", true);

        // Kafka Streams waits 100 ms for a fuller batch. A commit sends at once what waits, so this delays nothing that
        // anyone could see, and a long drain should be on its way before it ends.
        streams.put(producerPrefix(ProducerConfig.LINGER_MS_CONFIG), Integer.toString(LINGER_MILLIS));
        streams.put(producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        // Of 16 KB by default. A herd fills larger ones within the linger time, and each costs its own compressor here,
        // its own check at the broker and its own place in a request.
        streams.put(producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), Integer.toString(BATCH_BYTES));
        // A transaction that begins right behind a commit is refused until the last one's markers are written, some
        // milliseconds; the default of 100 ms would be a client's wait.
        streams.put(producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), "5");
        // delivery.timeout.ms stays as Kafka Streams sets it, without an end: a record given up early would mark its
        // task as corrupted, again and again while the broker is away. The transaction's time-out bounds a stall.
        //
        // Blocking calls must come back before the membership is lost, or the thread can't tell.
        streams.put(producerPrefix(ProducerConfig.MAX_BLOCK_MS_CONFIG), millis(MAX_POLL_INTERVAL.dividedBy(2)));
        streams.put(mainConsumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG), millis(MAX_POLL_INTERVAL));

        // One fetch at a time is open per broker: a partition that was just assigned waits for the one under way, which
        // waits 500 ms by default when there is nothing to read.
        streams.put(mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), "100");
        // By default a task takes no record while it knows of some in another input that are not fetched yet.
        // What order means here does not rest on that, and a takeover reads commands while reports wait.
        streams.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // Kafka Streams takes 1,000 of each. It polls again when what it holds is processed, so smaller ones keep one
        // input's flood from delaying what others bring: a command, behind reports that wait.
        streams.put(consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), Integer.toString(BUFFERED_RECORDS));
        streams.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
