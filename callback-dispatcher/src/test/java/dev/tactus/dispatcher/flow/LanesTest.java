package dev.tactus.dispatcher.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final List<Runnable> running = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private final Lanes lanes = new Lanes(3, 2, 1_000, running::add);

    @Test
    void beginsSoManyInAllAndSoManyPerLane() {
        submit("slow", 5);
        assertThat(lanes.running()).isEqualTo(2);
        submit("quick", 5);
        assertThat(lanes.running()).isEqualTo(3);
        assertThat(lanes.waiting()).isEqualTo(7);
    }

    @Test
    void keepsTheOrderWithinALane() {
        submit("a", 5);
        drain();
        assertThat(begun).containsExactly("a0", "a1", "a2", "a3", "a4");
        assertThat(lanes.running()).isZero();
        assertThat(lanes.waiting()).isZero();
    }

    @Test
    void aLongLineHoldsUpNoOtherLane() {
        submit("slow", 1_000);
        submit("quick", 3);
        // Only the quick ones end.
        for (int turn = 0; turn < 3; turn++) {
            running.removeLast().run();
        }
        assertThat(begun).containsExactly("quick0", "quick1", "quick2");
        assertThat(lanes.running()).isEqualTo(2);
    }

    @Test
    void lanesTakeTurns() {
        submit("a", 4);
        submit("b", 4);
        submit("c", 4);
        drain();
        assertThat(begun.subList(2, 8)).contains("a2", "b0", "b1", "c0", "c1");
        assertThat(begun).hasSize(12);
    }

    @Test
    void tenantsTakeTurnsWithinALane() {
        for (String tenant : List.of("a", "a", "a", "a", "b", "c", "b")) {
            lanes.submit("host", tenant, () -> begun.add(tenant));
        }
        drain();
        assertThat(begun).containsExactly("a", "a", "a", "b", "c", "a", "b");
    }

    @Test
    void aTenantsLineForOneLaneIsBounded() {
        Lanes bounded = new Lanes(3, 1, 2, running::add);
        List<Boolean> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            taken.add(bounded.submit("slow", "a", () -> {}));
        }
        assertThat(taken).as("one runs, two wait").containsExactly(true, true, true, false);
        assertThat(bounded.submit("slow", "b", () -> {})).isTrue();
        assertThat(bounded.submit("quick", "a", () -> {})).isTrue();
        running.removeFirst().run();
        assertThat(bounded.submit("slow", "a", () -> {})).isTrue();
    }

    @Test
    void aTaskThatFailsGivesItsPlaceBack() {
        for (int i = 0; i < 3; i++) {
            lanes.submit("a", "acme", () -> {
                throw new IllegalStateException("broken");
            });
        }
        while (!running.isEmpty()) {
            try {
                running.removeFirst().run();
            } catch (IllegalStateException e) {
                // As a thread would end.
            }
        }
        assertThat(lanes.running()).isZero();
        assertThat(lanes.waiting()).isZero();
    }

    private void submit(String lane, int count) {
        IntStream.range(0, count).forEach(i -> lanes.submit(lane, "acme", () -> begun.add(lane + i)));
    }

    private void drain() {
        while (!running.isEmpty()) {
            running.removeFirst().run();
        }
    }
}
