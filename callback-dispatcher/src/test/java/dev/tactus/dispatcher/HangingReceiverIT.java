package dev.tactus.dispatcher;

import static org.awaitility.Awaitility.await;

import dev.tactus.contracts.delivery.DispatchWork.Deliver;
import dev.tactus.testkit.Answer;
import dev.tactus.testkit.RecordingReceiver;
import java.util.ArrayList;
import java.util.List;
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
