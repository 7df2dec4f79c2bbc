package dev.tactus.processor.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.state.ScheduleProgress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadySchedulesTest {
    private static final Instant CREATED = Instant.parse("2027-01-10T10:00:00Z");

    private final SharedParts shared = new SharedParts();
    private final AtomicLong mostBytes = new AtomicLong(Long.MAX_VALUE);
    private final ReadySchedules ready = new ReadySchedules(
            mostBytes::get,
            row -> ScheduleProgress.startingAt(0, ByteBuffer.wrap(row).getLong(), 0));

    private CompiledSchedule schedule(int number, long revision) {
        ScheduleDefinition definition = ScheduleDefinition.byDefault(
                "acme",
                Ids.derived(number, number % 7, "s" + number),
                "echo",
                Json.object(),
                "* * * * *",
                null,
                null,
                CREATED);
        return CompiledSchedule.of(new ScheduleState(definition, revision, CREATED), shared);
    }

    private static byte[] row(long next) {
        return ByteBuffer.allocate(Long.BYTES).putLong(next).array();
    }

    private EntityKey key(int number) {
        return schedule(number, 1).key();
    }

    private long next(int number) {
        ScheduleTable.Entry found = ready.find(key(number));
        return found == null ? -1 : found.progress().next();
    }

    private long held(int count) {
        return IntStream.range(0, count).filter(number -> next(number) >= 0).count();
    }

    @Test
    void holdsWhatWasPutLastWhateverCameAndWent() {
        Map<Integer, Long> expected = new HashMap<>();
        Random random = new Random(7);
        for (long step = 0; step < 20_000; step++) {
            int number = random.nextInt(500);
            if (random.nextInt(3) == 0) {
                ready.remove(key(number));
                expected.remove(number);
            } else {
                ready.put(schedule(number, 1), row(step));
                expected.put(number, step);
            }
        }
        for (int number = 0; number < 500; number++) {
            assertThat(next(number)).isEqualTo(expected.getOrDefault(number, -1L));
        }
        assertThat(ready.size()).isEqualTo(expected.size());
        expected.keySet().forEach(number -> ready.remove(key(number)));
        assertThat(ready.size()).isZero();
        assertThat(ready.bytes()).isZero();
    }

    @Test
    void holdsAsManyAsFit() {
        ready.put(schedule(0, 1), row(0));
        long each = ready.bytes();
        mostBytes.set(100 * each);
        for (int number = 0; number < 1_000; number++) {
            ready.put(schedule(number, 1), row(number));
            assertThat(ready.bytes()).isLessThanOrEqualTo(100 * each);
        }
        assertThat(ready.size()).isEqualTo(100);
        assertThat(held(1_000)).isEqualTo(100);
    }

    @Test
    void givesRoomUpWhenItHasLess() {
        IntStream.range(0, 100).forEach(number -> ready.put(schedule(number, 1), row(number)));
        mostBytes.set(ready.bytes() / 2);
        for (int turn = 0; turn < 5 && ready.size() > 50; turn++) {
            IntStream.range(0, 100).forEach(number -> ready.put(schedule(number, 1), row(number)));
        }
        assertThat(ready.size()).isEqualTo(50);
    }

    @Test
    void holdsNoneWhereNoneFits() {
        mostBytes.set(0);
        ready.put(schedule(1, 1), row(1));
        assertThat(next(1)).isEqualTo(-1);
        assertThat(ready.size()).isZero();
    }

    @Test
    void keepsTheOneThatIsAskedForWhileOthersPass() {
        ready.put(schedule(0, 1), row(0));
        mostBytes.set(20 * ready.bytes());
        for (int number = 1; number < 1_000; number++) {
            ready.put(schedule(number, 1), row(number));
            assertThat(next(0)).isZero();
        }
    }

    @Test
    void ofAHerdThatIsTooLargeSomeAreStillHereWhenItComesAgain() {
        ready.put(schedule(0, 1), row(0));
        mostBytes.set(500 * ready.bytes());
        int found = 0;
        for (int round = 0; round < 10; round++) {
            found = 0;
            for (int number = 0; number < 1_000; number++) {
                if (next(number) >= 0) {
                    found++;
                }
                ready.put(schedule(number, 1), row(number));
            }
        }
        // Least recently used first would find none at all.
        assertThat(found).isEqualTo(500);
    }

    @Test
    void aChangedDefinitionIsInThePlaceOfTheOneBefore() {
        ready.put(schedule(1, 1), row(1));
        ready.put(schedule(1, 2), row(2));
        assertThat(ready.size()).isEqualTo(1);
        assertThat(ready.find(key(1))).satisfies(found -> {
            assertThat(found.schedule().revision()).isEqualTo(2);
            assertThat(found.progress().next()).isEqualTo(2);
        });
    }
}
