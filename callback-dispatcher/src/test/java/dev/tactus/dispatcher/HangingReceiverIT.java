package dev.tactus.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.RecordingReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A receiver that takes connections and never answers, with far more for it than this dispatcher may hold. */
class HangingReceiverIT {
    private static final int HANGING = 10_000;
    private static final int QUICK = 100;

    /** Far more calls than a dispatcher makes at once, were each host to have all of its own. */
    private static final int MANY = 60;

    private static final int FOR_EACH = 100;
    /** None of the calls that hang ends, so what others have is not room that they gave back. */
    private static final Duration NEVER = Duration.ofHours(1);

    @Test
    void manyOfThemLeaveRoomForOthers() {
        List<RecordingReceiver> hanging = IntStream.range(0, MANY)
                .mapToObj(i -> RecordingReceiver.start())
                .toList();
        try (Platform platform = new Platform();
                RecordingReceiver quick = RecordingReceiver.start();
                RecordingReceiver another = RecordingReceiver.start();
                DispatcherService dispatcher = platform.start(platform.settings(NEVER))) {
            hanging.forEach(receiver -> receiver.otherwise(new Answer.Hang()));
            platform.deliver(List.of(platform.delivery(Platform.TENANT, quick.uri("/known"))));
            quick.awaitCount(1, Platform.SOON);
            List<Deliver> works = new ArrayList<>();
            for (RecordingReceiver receiver : hanging) {
                for (int i = 0; i < FOR_EACH; i++) {
                    works.add(platform.delivery(Platform.TENANT, receiver.uri("/hang")));
                }
            }
            for (int i = 0; i < QUICK; i++) {
                works.add(platform.delivery(Platform.TENANT, quick.uri("/quick")));
                works.add(platform.delivery(Platform.TENANT, another.uri("/quick")));
            }
            platform.deliver(works);

            quick.awaitCount(1 + QUICK, Platform.SOON);
            another.awaitCount(QUICK, Platform.SOON);
            assertThat(hanging.stream()
                            .mapToInt(receiver -> receiver.requests().size())
                            .sum())
                    .as("a place is left")
                    .isLessThan(DispatcherSettings.DELIVERIES.running());
            assertThat(dispatcher.ended()).isNotDone();
        } finally {
            hanging.forEach(RecordingReceiver::close);
        }
    }

    @Test
    void delaysNoOther() {
        try (Platform platform = new Platform();
                RecordingReceiver hanging = RecordingReceiver.start();
                RecordingReceiver quick = RecordingReceiver.start();
                DispatcherService dispatcher = platform.start()) {
            hanging.otherwise(new Answer.Hang());
            List<Deliver> works = new ArrayList<>();
            for (int i = 0; i < HANGING; i++) {
                works.add(platform.delivery(Platform.TENANT, hanging.uri("/hang")));
            }
            for (int i = 0; i < QUICK; i++) {
                works.add(platform.delivery(Platform.TENANT, quick.uri("/quick")));
            }
            platform.deliver(works);
            hanging.awaitCount(1, Platform.SOON);

            // The hanging ones would take 40 minutes: 15 s each, 64 at once.
            quick.awaitCount(QUICK, Platform.SOON);
            // What is too much for one host goes back.
            await().atMost(Platform.SOON)
                    .until(() -> dispatcher.health().deliveries() < DispatcherSettings.DELIVERIES.held() / 2);
        }
    }
}
