package dev.tactus.processor.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.contracts.Json;
import dev.tactus.processor.core.state.ScheduleProgress.OpenJob;
import dev.tactus.recurrence.Recurrence;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgressFormatTest {
    private static final UUID JOB = UUID.fromString("01ab0cd0-e5f6-8123-8456-789abcdef012");

    private final ProgressFormat format = new ProgressFormat();

    static List<ScheduleProgress> rows() {
        ScheduleProgress begun = ScheduleProgress.startingAt(1, 60_000, 61_000);
        OpenJob pending = new OpenJob(JOB, 60_000, 60_123, false);
        OpenJob kept = new OpenJob(new UUID(-1, Long.MIN_VALUE), -60_000, 0, true);
        return List.of(
                begun,
                begun.fired(pending, true, true),
                begun.fired(pending, true, false).withWaiting(120_000L),
                begun.withOpen(List.of(pending, kept)),
                begun.withOpen(IntStream.range(0, 40)
                        .mapToObj(i -> new OpenJob(new UUID(i, i), i, i, i % 2 == 0))
                        .toList()),
                begun.withFailures(3, "the runner answered 500: Grüße, 世界 😀"),
                begun.withFailures(1, ""),
                begun.decidedUpTo(Recurrence.NONE, Recurrence.NONE, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsWhatItWrites(ScheduleProgress row) {
        assertThat(format.read(format.write(row))).isEqualTo(row);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsTheJsonOfEarlierReleases(ScheduleProgress row) {
        assertThat(format.read(Json.bytes(row))).isEqualTo(row);
    }

    @Test
    void refusesAFormThatItDoesNotKnow() {
        byte[] bytes = format.write(rows().getFirst());
        bytes[0] = 2;
        assertThatThrownBy(() -> format.read(bytes)).hasMessageContaining("form 2");
    }
}
