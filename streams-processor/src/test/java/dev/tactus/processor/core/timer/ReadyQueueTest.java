package dev.tactus.processor.core.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.topic.EntityKey;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {
    private final ReadyQueue queue = new ReadyQueue();

    private static Timer of(String tenant, int number) {
        return Timer.schedule(new EntityKey(tenant, new UUID(0, number)));
    }

    private List<Timer> all() {
        List<Timer> polled = new ArrayList<>();
        for (Timer timer = queue.poll(); timer != null; timer = queue.poll()) {
            polled.add(timer);
        }
        return polled;
    }

    @Test
    void tenantsTakeTurnsAndEachKeepsItsOrder() {
        queue.add(of("big", 1));
        queue.add(of("big", 2));
        queue.add(of("big", 3));
        queue.add(of("small", 1));
        queue.add(of("other", 1));
        queue.add(of("other", 2));
        assertThat(all())
                .containsExactly(
                        of("big", 1), of("small", 1), of("other", 1), of("big", 2), of("other", 2), of("big", 3));
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void oneThatComesLaterWaitsOneTurnOfEachOther() {
        for (int i = 0; i < 1_000; i++) {
            queue.add(of("herd", i));
        }
        assertThat(queue.poll()).isEqualTo(of("herd", 0));
        queue.add(of("late", 0));
        assertThat(queue.poll()).isEqualTo(of("herd", 1));
        assertThat(queue.poll()).isEqualTo(of("late", 0));
        assertThat(queue.poll()).isEqualTo(of("herd", 2));
    }
}
