package dev.tactus.dispatcher.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final List<Runnable> running = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private long nanoTime;
    private final Lanes lanes = lanes(3, 2, null, 1_000);

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

    /** More hosts that hang than there is room for, were each to have its own. */
    @Test
    void hostsThatHangLeaveRoomForOthers() {
        Lanes shared = lanes(100, 10, new Room(100, 200), 25);
        submit(shared, "good", "a", 1);
        running.removeFirst().run();
        for (int i = 0; i < 60; i++) {
            submit(shared, "hangs-" + i + "-", "a", 20);
        }
        assertThat(shared.running()).as("as long as nothing is known").isEqualTo(25);
        assertRuns(shared, "good");

        later(1_000);
        shared.putOffSurplus();
        assertThat(shared.running()).as("they are slow, and others are unknown").isEqualTo(25 + 75 / 4);
        assertRuns(shared, "good");
        for (int second = 0; second < 10; second++) {
            later(1_000);
            shared.putOffSurplus();
        }
        assertThat(shared.running()).isLessThan(100);
        assertRuns(shared, "good");
        assertRuns(shared, "new");
        assertThat(shared.waiting()).as("what waits for the slow goes back").isLessThan(70);
    }

    @Test
    void slowHostsTogetherTakeAQuarter() {
        Lanes shared = lanes(100, 10, new Room(100, 200), 25);
        for (int i = 0; i < 5; i++) {
            submit(shared, "slow" + i, "a", 1);
        }
        later(1_000);
        drain();
        for (int i = 0; i < 5; i++) {
            assertThat(submit(shared, "slow" + i, "a", 20)).as("25 run").hasSizeBetween(0, 10);
        }
        assertThat(shared.running()).isEqualTo(25);
        assertRuns(shared, "new");
        shared.putOffSurplus();
        assertThat(shared.waiting()).as("a quarter of what may be held").isEqualTo(50);
    }

    @Test
    void aHostThatAnswersAgainIsNotSlowAnyMore() {
        Lanes shared = lanes(100, 40, new Room(100, 200), 25);
        submit(shared, "host", "a", 1);
        later(1_000);
        drain();
        submit(shared, "host", "a", 40);
        assertThat(shared.running()).isEqualTo(25);
        running.removeFirst().run();
        assertThat(shared.running()).isEqualTo(39);
    }

    private void assertRuns(Lanes shared, String lane) {
        int before = running.size();
        submit(shared, lane, "b", 1);
        assertThat(running).as("%s has a place", lane).hasSize(before + 1);
        running.removeLast().run();
    }

    private Lanes lanes(int maxRunning, int maxPerLane, @Nullable Room room, int maxWaiting) {
        return new Lanes(new Places(maxRunning, maxPerLane, room), maxWaiting, running::add, () -> nanoTime);
    }

    private Lanes bounded() {
        return lanes(3, 1, null, 2);
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
