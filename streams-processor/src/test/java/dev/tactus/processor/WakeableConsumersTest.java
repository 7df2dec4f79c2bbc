package dev.tactus.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody listens at their address, so only the end of a poll ends it. */
class WakeableConsumersTest {
    private static final Map<String, Object> NOBODY = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aPollThatIsUnderWayOrComesNextIsEndedAndReturnsNothing() throws Exception {
        WakeableConsumers consumers = new WakeableConsumers();
        try (Consumer<byte[], byte[]> first = consumers.make(NOBODY);
                Consumer<byte[], byte[]> second = consumers.make(NOBODY)) {
            CompletableFuture<ConsumerRecords<byte[], byte[]>> polled = new CompletableFuture<>();
            first.assign(List.of(new TopicPartition("topic", 0)));
            second.assign(List.of(new TopicPartition("topic", 0)));
            Thread polling = Thread.ofPlatform().start(() -> polled.complete(first.poll(Duration.ofHours(1))));
            consumers.wakeUp();
            assertThat(polled.get().count()).isZero();
            polling.join();
            assertThat(second.poll(Duration.ofHours(1)).count()).isZero();
        }
    }
}
