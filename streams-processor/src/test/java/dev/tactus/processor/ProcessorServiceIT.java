package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.query.Query;
import dev.tactus.contracts.topic.Partitions;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.processor.core.CoreSettings;
import dev.tactus.testkit.PrivateBroker;
import dev.tactus.testkit.TestBroker;
import dev.tactus.testkit.TopicReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.HostInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service on a real broker, with a topology that does next to nothing. */
@Timeout(300)
class ProcessorServiceIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ProcessorSettings.Timing LONG_SESSIONS = new ProcessorSettings.Timing(
            SOON.multipliedBy(4),
            ProcessorSettings.Timing.DEFAULT.heartbeat(),
            ProcessorSettings.Timing.DEFAULT.transactionTimeout(),
            ProcessorSettings.Timing.DEFAULT.poll(),
            ProcessorSettings.Timing.DEFAULT.commitInterval(),
            ProcessorSettings.Timing.DEFAULT.probingRebalance());
    private static final ProcessorSettings.Timing SELDOM_COMMITS = new ProcessorSettings.Timing(
            LONG_SESSIONS.sessionTimeout(),
            LONG_SESSIONS.heartbeat(),
            SOON.multipliedBy(4),
            LONG_SESSIONS.poll(),
            SOON.multipliedBy(2),
            LONG_SESSIONS.probingRebalance());
    private static final Partitions PARTITIONS = new Partitions(4);
    private static final Query QUERY = new Query.GetSchedule("acme", new UUID(1, 2));

    private final EchoTopology echo = new EchoTopology();
    private final PrivateBroker broker = TestBroker.fresh();
    private KafkaProducer<String, String> producer;

    @TempDir
    Path dir;

    @BeforeEach
    void connect() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "0"),
                new StringSerializer(),
                new StringSerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        broker.close();
    }

    @Test
    void tellsOfACommitAfterItAndNotAfterAnAbort() {
        try (ProcessorService service = started("a", 1)) {
            send(0, "first");
            await().atMost(SOON).until(() -> echo.committed.contains("first"));

            echo.failOnce("second");
            send(0, "second");
            await().atMost(SOON).until(() -> echo.committed.contains("second"));

            assertThat(echo.lost).containsExactly("second");
            assertThat(echo.committed).containsExactly("first", "second");
            assertThat(echo.strangers).isEmpty();
            assertThat(service.owners().query(0, QUERY)).isEqualTo(Json.tree(List.of("first", "second")));
        }
        try (TopicReader events = TopicReader.open(broker.bootstrapServers(), Topic.SCHEDULE_EVENTS.topicName())) {
            assertThat(events.readToEnd(SOON))
                    .extracting(event -> new String(event.value(), StandardCharsets.UTF_8))
                    .containsExactly("first", "second");
        }
    }

    @Test
    void aThreadThatDiesTakesTheOthersNotWithIt() throws Exception {
        try (ProcessorService service = started("a", 2)) {
            for (int partition = 0; partition < 4; partition++) {
                send(partition, "before-" + partition);
            }
            await().atMost(SOON).until(() -> echo.committed.size() == 4);
            echo.failOnce("fatal");
            send(0, "fatal");
            long failed = System.nanoTime();
            int sent = 4;
            while (!echo.committed.contains("fatal") && millisSince(failed) < 60_000) {
                send(sent % 4, "during-" + sent++);
                TimeUnit.MILLISECONDS.sleep(5);
            }
            // Who dies leaves the group. Else the group waits for it until its session times out, and meanwhile the
            // transaction of the other thread does.
            assertThat(echo.lost).contains("fatal");
            assertThat(echo.losers).hasSize(1);
            int all = sent + 1;
            await().atMost(SOON).until(() -> echo.committed.size() == all);
            assertThat(echo.committed).doesNotHaveDuplicates();
            assertThat(service.healthy()).isTrue();
        }
    }

    @Test
    void givesUpWhenItsThreadsKeepDying() {
        try (ProcessorService service = started("a", 1)) {
            echo.failAlways("poison");
            send(1, "poison");
            assertThatThrownBy(() -> service.stopped().get(200, TimeUnit.SECONDS))
                    .hasMessageContaining("gave up");
            assertThat(service.healthy()).isFalse();
            assertThat(service.ready()).isFalse();
            assertThat(echo.committed).isEmpty();
            assertThat(echo.lost).hasSize(ThreadReplacement.MOST + 1);
        }
    }

    @Test
    void sharesThePartitionsAndHandsThemOverAtAClose() {
        try (ProcessorService a = service("a", 1, LONG_SESSIONS)) {
            a.start(new HostInfo("127.0.0.1", 1));
            await().atMost(SOON).until(a::ready);
            ProcessorService b = joined("b", LONG_SESSIONS);
            await().atMost(SOON).until(() -> a.ready() && a.assigned().equals(b.assigned()));
            assertThat(a.assigned()).hasSize(4);
            assertThat(a.readyForItsOwn() && b.readyForItsOwn()).isTrue();

            assertThat(b.close(SOON)).isTrue();
            // Sooner than its session would time out.
            await().atMost(SOON).until(() -> a.owners().ready());
        }
    }

    /** Its tasks have consumed nothing, and Kafka Streams takes those for committed that have no offsets in the commit. */
    @Test
    void whatCouldNotBeCommittedWhileAPartitionWentAwayIsNotInTheStateThatComesBack() throws Exception {
        try (ProcessorService a = service("a", 1, SELDOM_COMMITS)) {
            a.start(new HostInfo("127.0.0.1", 1));
            await().atMost(SOON).until(a::ready);
            for (int partition = 0; partition < 4; partition++) {
                echo.writeUnasked(partition, "of-" + partition);
            }
            await().atMost(SOON)
                    .until(() -> IntStream.range(0, 4)
                            .allMatch(partition -> state(a, partition).equals(Json.tree(List.of("of-" + partition)))));
            fenceProducers();
            ProcessorService b = joined("b", SELDOM_COMMITS);
            assertThat(b.close(SOON)).isTrue();
            await().atMost(SOON).until(() -> a.owners().ready());
            for (int partition = 0; partition < 4; partition++) {
                assertThat(state(a, partition)).isEqualTo(Json.tree(List.of()));
            }
            send(0, "after");
            await().atMost(SOON).until(() -> echo.committed.contains("after"));
            assertThat(a.healthy()).isTrue();
        }
        assertThat(echo.committed).containsExactly("after");
        assertThat(echo.lost).containsExactlyInAnyOrder("of-0", "of-1", "of-2", "of-3");
    }

    @Test
    void outlivesItsBroker() {
        try (ProcessorService service = started("a", 2)) {
            send(0, "before");
            await().atMost(SOON).until(() -> echo.committed.contains("before"));
            broker.restart();
            for (int partition = 0; partition < 4; partition++) {
                send(partition, "after-" + partition);
            }
            await().atMost(SOON).until(() -> echo.committed.size() == 5);
            assertThat(echo.committed).doesNotHaveDuplicates();
            await().atMost(SOON).until(() -> service.owners().ready());
            assertThat(service.healthy()).isTrue();
        }
    }

    @Test
    void comesBackWithItsState() {
        try (ProcessorService first = started("a", 1)) {
            send(2, "kept");
            await().atMost(SOON).until(() -> echo.committed.contains("kept"));
            assertThat(first.close(SOON)).isTrue();
        }
        try (ProcessorService second = started("a", 1)) {
            assertThat(second.owners().query(2, QUERY)).isEqualTo(Json.tree(List.of("kept")));
        }
    }

    private ProcessorService started(String instance, int threads) {
        ProcessorService service = service(instance, threads);
        service.start();
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> service.owners().ready());
        return service;
    }

    /** One that has some of the partitions of those that run. */
    private ProcessorService joined(String instance, ProcessorSettings.Timing timing) {
        HostInfo advertised = new HostInfo("127.0.0.1", 2);
        ProcessorService service = service(instance, 1, timing);
        service.start(advertised);
        await().atMost(SOON)
                .until(() -> service.ready() && Map.copyOf(service.assigned()).containsValue(advertised));
        return service;
    }

    /** From here on the broker refuses what they have begun. */
    private void fenceProducers() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            List<String> ids = admin
                    .listTransactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
                    .all()
                    .get()
                    .stream()
                    .map(TransactionListing::transactionalId)
                    .toList();
            assertThat(ids).hasSize(1);
            admin.fenceProducers(ids).all().get();
        }
    }

    private static JsonNode state(ProcessorService service, int partition) {
        return service.owners().query(partition, QUERY);
    }

    private ProcessorService service(String instance, int threads) {
        return service(instance, threads, ProcessorSettings.Timing.DEFAULT);
    }

    private ProcessorService service(String instance, int threads, ProcessorSettings.Timing timing) {
        Map<String, String> kafka = new HashMap<>();
        kafka.put("bootstrap.servers", broker.bootstrapServers());
        ProcessorSettings settings = new ProcessorSettings(
                kafka,
                "echo",
                instance,
                PARTITIONS,
                (short) 1,
                dir.resolve(instance),
                threads,
                0,
                ProcessorSettings.CLASSIC,
                10_000,
                timing,
                ProcessorSettings.Endpoint.LOOPBACK,
                CoreSettings.defaults(PARTITIONS));
        return new ProcessorService(settings, echo);
    }

    private void send(int partition, String value) {
        producer.send(new ProducerRecord<>(Topic.SCHEDULE_COMMANDS.topicName(), partition, value, value));
        producer.flush();
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
