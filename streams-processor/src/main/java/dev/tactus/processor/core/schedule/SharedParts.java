package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.FireTemplate;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.recurrence.InvalidRecurrenceException;
import dev.tactus.recurrence.Recurrence;
import dev.tactus.recurrence.RecurrenceSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What schedules have in common, held once: a herd of a million is mostly the same few calendars and policies. The most
 * recent ones are known; a schedule whose part was forgotten has one of its own, equal to the others'. For one thread.
 */
final class SharedParts {
    private static final int KNOWN = 4_096;

    private final Map<RecurrenceSpec, Recurrence> recurrences = new Recent<>();
    private final Map<Policies, Policies> policies = new Recent<>();
    private final Map<Work, FireTemplate> templates = new Recent<>();

    /** What the fires of many schedules say alike. */
    private record Work(String tenant, String workflow, int timeoutSeconds, FireKind kind) {}

    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > KNOWN;
        }
    }

    /**
     * When it fires. Its warnings and description are not to be asked for: they are about the schedule it was compiled
     * for.
     *
     * @throws InvalidRecurrenceException if this JVM's rules do not know its zone
     */
    Recurrence recurrence(ScheduleDefinition definition) {
        RecurrenceSpec spec = withoutItsOwn(definition.recurrence());
        Recurrence known = recurrences.get(spec);
        if (known == null) {
            known = Recurrence.compile(spec);
            recurrences.put(spec, known);
        }
        return known;
    }

    Policies policies(ScheduleDefinition definition) {
        Policies own = Policies.of(definition);
        Policies known = policies.putIfAbsent(own, own);
        return known == null ? own : known;
    }

    FireTemplate template(ScheduleDefinition definition, FireKind kind) {
        Work work = new Work(definition.tenant(), definition.workflow(), definition.timeoutSeconds(), kind);
        FireTemplate known = templates.get(work);
        if (known == null) {
            known = new FireTemplate(
                    work.tenant(), work.workflow(), work.timeoutSeconds(), kind, Recurrence.tzdbVersion());
            templates.put(work, known);
        }
        return known;
    }

    /** Without what names this one schedule and does not decide when it fires. */
    private static RecurrenceSpec withoutItsOwn(RecurrenceSpec spec) {
        String cron = spec.cronExpr();
        boolean seeded = cron != null && cron.toUpperCase(Locale.ROOT).indexOf('H') >= 0;
        boolean anchored = spec.everySeconds() != null && spec.startsAt() == null;
        return new RecurrenceSpec(
                cron,
                spec.at(),
                spec.everySeconds(),
                spec.timezone(),
                spec.dst(),
                spec.startsAt(),
                spec.endsAt(),
                spec.exclude(),
                spec.jitterSeconds(),
                anchored ? spec.anchor() : Instant.EPOCH,
                seeded ? spec.hashSeed() : "");
    }
}
