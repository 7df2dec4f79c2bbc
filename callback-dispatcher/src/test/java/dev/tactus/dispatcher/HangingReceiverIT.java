package dev.tactus.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.RecordingReceiver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A receiver that takes connections and never answers, with far more for it than this dispatcher may hold. */
class HangingReceiverIT {
    private static final int HANGING = 10_000;
    private static final int QUICK = 100;

    @Test
    void delaysNoOther() {
        try (Platform platform = new Platform();
                RecordingReceiver hanging = RecordingReceiver.start();
                RecordingReceiver quick = RecordingReceiver.start();
                DispatcherService dispatcher = platform.start()) {
            hanging.otherwise(new Answer.Hang());
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int i = 0; i < HANGING; i++) {
                records.add(record(platform, hanging.uri("/hang").toString()));
            }
            for (int i = 0; i < QUICK; i++) {
                records.add(record(platform, quick.uri("/quick").toString()));
            }
            platform.commit(records);
            hanging.awaitCount(1, Platform.SOON);

            // Well below the 15 s that each of the hanging ones takes.
            quick.awaitCount(QUICK, Duration.ofSeconds(12));
            assertThat(dispatcher.health().deliveries()).isLessThan(DispatcherSettings.DELIVERIES.held() / 2);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Platform platform, String url) {
        UUID job = Ids.random(Instant.now());
        String context = Platform.TENANT + "/" + job + "/callback";
        Deliver work = new Deliver(
                Platform.TENANT,
                job,
                job,
                1,
                url,
                List.of(platform.secrets.encrypt("s", context)),
                context,
                "job.completed",
                "{}");
        return new ProducerRecord<>(
                Topic.DISPATCH_WORK.topicName(),
                Platform.PARTITIONS.of(job),
                new EntityKey(Platform.TENANT, job).bytes(),
                Json.bytes(work));
    }
}
