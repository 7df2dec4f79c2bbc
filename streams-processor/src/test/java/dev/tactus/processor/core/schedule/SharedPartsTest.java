package dev.tactus.processor.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.processor.core.Definition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is shared must not be another schedule's own. */
class SharedPartsTest {
    private static final Instant CREATED = Instant.parse("2027-01-10T10:00:00Z");

    private final SharedParts shared = new SharedParts();

    private static ScheduleDefinition definition(
            int number, @Nullable String cron, @Nullable Instant at, @Nullable Long everySeconds) {
        return ScheduleDefinition.byDefault(
                "acme",
                Ids.derived(number, 0, "s" + number),
                "echo",
                Json.object().put("n", number),
                cron,
                at,
                everySeconds,
                CREATED.plusSeconds(number));
    }

    @Test
    void equalCalendarsAreOne() {
        assertThat(shared.recurrence(definition(1, "0 9 * * *", null, null)))
                .isSameAs(shared.recurrence(definition(2, "0 9 * * *", null, null)))
                .isNotSameAs(shared.recurrence(definition(3, "1 9 * * *", null, null)))
                .isNotSameAs(shared.recurrence(
                        Definition.with(definition(4, "0 9 * * *", null, null), "timezone", "Europe/Berlin")))
                .isNotSameAs(shared.recurrence(
                        Definition.with(definition(5, "0 9 * * *", null, null), "jitter_seconds", 5)));
        Instant noon = CREATED.plusSeconds(7_200);
        assertThat(shared.recurrence(definition(1, null, noon, null)))
                .isSameAs(shared.recurrence(definition(2, null, noon, null)));
    }

    @Test
    void whatTheIdOrTheCreationDecidesIsEachSchedulesOwn() {
        assertThat(shared.recurrence(definition(1, "h 9 * * *", null, null)))
                .isNotSameAs(shared.recurrence(definition(2, "h 9 * * *", null, null)));
        ScheduleDefinition one = definition(1, null, null, 60L);
        ScheduleDefinition two = definition(2, null, null, 60L);
        assertThat(shared.recurrence(one).next(CREATED.toEpochMilli()) + 1_000)
                .isEqualTo(shared.recurrence(two).next(CREATED.toEpochMilli()));
        // From its start on, a rate is the same for all.
        Instant start = CREATED.plusSeconds(3_600);
        assertThat(shared.recurrence(Definition.with(one, "starts_at", start)))
                .isSameAs(shared.recurrence(Definition.with(two, "starts_at", start)));
    }

    @Test
    void equalPoliciesAndTemplatesAreOne() {
        ScheduleDefinition one = definition(1, "0 9 * * *", null, null);
        ScheduleDefinition two = definition(2, "0 10 * * *", null, null);
        assertThat(shared.policies(one))
                .isSameAs(shared.policies(two))
                .isNotSameAs(shared.policies(Definition.with(two, "max_fires", 3)));
        assertThat(shared.template(one, FireKind.CRON))
                .isSameAs(shared.template(two, FireKind.CRON))
                .isNotSameAs(shared.template(two, FireKind.MANUAL))
                .isNotSameAs(shared.template(Definition.with(two, "workflow", "other"), FireKind.CRON))
                .isNotSameAs(shared.template(Definition.with(two, "timeout_seconds", 5), FireKind.CRON));
    }
}
