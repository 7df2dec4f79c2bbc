package dev.tactus.processor.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.CommandHeaders;
import dev.tactus.contracts.command.ScheduleCommand;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.processor.core.DeadLetters;
import dev.tactus.processor.core.Definition;
import dev.tactus.processor.core.InMemoryTask;
import dev.tactus.processor.core.state.ScheduleProgress;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A start with other time-zone rules. The rules of this JVM can't be changed, so what the last ones said is planted. */
class RulesReviewTest {
    private static final Instant NOW = Instant.parse("2027-01-10T10:00:00Z");

    private final InMemoryTask memory = new InMemoryTask(NOW);
    private final Schedules schedules = memory.schedules();

    private EntityKey create(String name, String zone) {
        ScheduleDefinition definition = memory.daily(name, zone);
        schedules.apply(
                new ScheduleCommand.Put(definition),
                definition.key(),
                CommandHeaders.of(new UUID(1, 1), null),
                NOW.toEpochMilli());
        return definition.key();
    }

    private ScheduleProgress progress(EntityKey key) {
        return memory.task().state().progress().get(key);
    }

    @Test
    void movesWhatTheNewRulesPutElsewhereAndSaysSo() {
        EntityKey moved = create("moved", "Europe/Berlin");
        EntityKey unmoved = create("unmoved", "Asia/Tokyo");
        long right = progress(moved).next();
        long tokyo = progress(unmoved).next();
        // By the last rules Berlin was an hour further west.
        memory.task()
                .state()
                .progress()
                .put(moved, progress(moved).decidedUpTo(right + 3_600_000, right + 3_600_000, NOW.toEpochMilli()));
        memory.forwarded();

        Schedules reopened = memory.schedules();
        RulesReview review = new RulesReview(memory.task(), reopened, new DeadLetters(memory.task()), "2025a", "2026a");
        assertThat(review.version()).isEqualTo("2025a");
        review.turn();

        assertThat(review.done()).isTrue();
        assertThat(review.version()).isEqualTo("2026a");
        assertThat(progress(moved).next()).isEqualTo(right);
        assertThat(progress(unmoved).next()).isEqualTo(tokyo);
        assertThat(memory.forwarded()).singleElement().satisfies(value -> {
            JsonNode event = Json.read(value, JsonNode.class);
            assertThat(event.path("type").asText()).isEqualTo("schedule.rescheduled");
            assertThat(event.path("schedule_id").asText()).isEqualTo(moved.id().toString());
            assertThat(event.path("before").asText()).isEqualTo(Json.text(Instant.ofEpochMilli(right + 3_600_000)));
            assertThat(event.path("after").asText()).isEqualTo(Json.text(Instant.ofEpochMilli(right)));
            assertThat(event.path("tzdb_before").asText()).isEqualTo("2025a");
            assertThat(event.path("tzdb_after").asText()).isEqualTo("2026a");
        });
    }

    @Test
    void aScheduleWhoseZoneIsUnknownToTheseRulesIsPutAsideAndTheOthersAreReviewed() {
        EntityKey moved = create("moved", "Europe/Berlin");
        EntityKey unknown = create("unknown", "Asia/Tokyo");
        long right = progress(moved).next();
        memory.task()
                .state()
                .progress()
                .put(moved, progress(moved).decidedUpTo(right + 3_600_000, right + 3_600_000, NOW.toEpochMilli()));
        // As a JVM with older rules finds it.
        ScheduleState state = memory.task().state().definitions().get(unknown);
        memory.task()
                .state()
                .definitions()
                .put(
                        unknown,
                        new ScheduleState(Definition.with(state.definition(), "timezone", "America/Not_Yet"), 1, NOW));
        memory.forwarded();

        Schedules reopened = memory.schedules();
        RulesReview review = new RulesReview(memory.task(), reopened, new DeadLetters(memory.task()), "2025a", "2026a");
        review.turn();

        assertThat(review.done()).isTrue();
        assertThat(progress(moved).next()).isEqualTo(right);
        assertThat(memory.forwarded())
                .map(value -> Json.read(value, JsonNode.class))
                .filteredOn(event -> event.path("kind").asText().equals("schedule"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.path("reason").asText()).contains("America/Not_Yet"));
    }

    @Test
    void looksAtAllInSlices() {
        for (int i = 0; i < 1_001; i++) {
            create("s" + i, "UTC");
        }
        RulesReview review =
                new RulesReview(memory.task(), schedules, new DeadLetters(memory.task()), "2025a", "2026a");
        review.turn();
        review.turn();
        assertThat(review.done()).isFalse();
        review.turn();
        assertThat(review.done()).isTrue();
    }

    @Test
    void theSameRulesNeedNoReview() {
        assertThat(new RulesReview(memory.task(), schedules, new DeadLetters(memory.task()), "2026a", "2026a").done())
                .isTrue();
        assertThat(new RulesReview(memory.task(), schedules, new DeadLetters(memory.task()), null, "2026a").done())
                .isTrue();
    }
}
