package dev.tactus.dispatcher.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final List<Runnable> running = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private long nanoTime;
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
    void aTenantsLineForASlowLaneIsBounded() {
        Lanes bounded = bounded();
        later(600);
        bounded.submit("slow", "a", () -> begun.add("first"), seconds -> {});
        later(600);
        List<String> putOff = submit(bounded, "slow", "a", 3);
        assertThat(putOff).as("one runs, two wait").containsExactly("slow2 for 2 s");
        assertThat(submit(bounded, "slow", "b", 1)).isEmpty();
        assertThat(submit(bounded, "quick", "a", 5))
                .as("nothing is known of it yet")
                .isEmpty();
        running.removeFirst().run();
        later(1_000);
        assertThat(submit(bounded, "slow", "a", 1)).isEmpty();
    }

    @Test
    void asManyMayWaitAsEndInASecond() {
        Lanes bounded = bounded();
        List<String> putOff = submit(bounded, "host", "a", 20);
        for (int i = 0; i < 5; i++) {
            later(80);
            running.removeFirst().run();
        }
        later(150);
        bounded.putOffSurplus();
        assertThat(putOff)
                .as("5 ended in half a second, so 10 of 14 may wait")
                .containsExactly("host19 for 2 s", "host18 for 2 s", "host17 for 2 s", "host16 for 2 s");
        later(1_000);
        bounded.putOffSurplus();
        assertThat(bounded.waiting()).as("none ended for a second").isEqualTo(2);
    }

    @Test
    void whatCannotBePutOffWaits() {
        Lanes bounded = bounded();
        for (int i = 0; i < 10; i++) {
            bounded.submit("slow", "a", () -> begun.add("kept"));
        }
        later(5_000);
        bounded.putOffSurplus();
        assertThat(bounded.waiting()).isEqualTo(9);
    }

    private Lanes bounded() {
        return new Lanes(3, 1, 2, running::add, () -> nanoTime);
    }

    private void later(int millis) {
        nanoTime += millis * 1_000_000L;
    }

    /** Returns what is put off, now or later. */
    private List<String> submit(Lanes to, String lane, String tenant, int count) {
        List<String> putOff = new ArrayList<>();
        IntStream.range(0, count)
                .forEach(i -> to.submit(
                        lane,
                        tenant,
                        () -> begun.add(lane + i),
                        seconds -> putOff.add(lane + i + " for " + seconds + " s")));
        return putOff;
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
