package dev.tactus.processor.core.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {
    private final ReadyQueue queue = new ReadyQueue();

    private List<String> all() {
        List<String> polled = new ArrayList<>();
        for (String key = queue.poll(); key != null; key = queue.poll()) {
            polled.add(key);
        }
        return polled;
    }

    @Test
    void tenantsTakeTurnsAndEachKeepsItsOrder() {
        queue.add("big", "b1");
        queue.add("big", "b2");
        queue.add("big", "b3");
        queue.add("small", "s1");
        queue.add("other", "o1");
        queue.add("other", "o2");
        assertThat(all()).containsExactly("b1", "s1", "o1", "b2", "o2", "b3");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void oneThatComesLaterWaitsOneTurnOfEachOther() {
        for (int i = 0; i < 1_000; i++) {
            queue.add("herd", "h" + i);
        }
        assertThat(queue.poll()).isEqualTo("h0");
        queue.add("late", "l");
        assertThat(queue.poll()).isEqualTo("h1");
        assertThat(queue.poll()).isEqualTo("l");
        assertThat(queue.poll()).isEqualTo("h2");
    }
}
