package dev.tactus.processor.core.schedule;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.FireTemplate;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.recurrence.InvalidRecurrenceException;
import dev.tactus.recurrence.Kind;
import dev.tactus.recurrence.Recurrence;
import org.jspecify.annotations.Nullable;

/**
 * What the fires of a schedule need of its definition, and no more: it is what is kept of every schedule that is ready to
 * fire. All else is in the definition's row.
 *
 * <p>A zone that this JVM's time-zone rules do not know fails when the recurrence is asked for and not before: what is no
 * matter of time must not fail for it.
 */
final class CompiledSchedule {
    /** Of this object, its key with the id, and the parameters' array, in bytes, with compact object headers. */
    private static final int OWN_BYTES = 96;
    /** Of a recurrence that no other schedule has: one that is not a cron's begins at an instant of its own. */
    private static final int RECURRENCE_BYTES = 72;

    private final EntityKey key;
    private final long revision;
    private final Policies policies;
    private final @Nullable Recurrence recurrence;
    private final @Nullable InvalidRecurrenceException invalid;
    private final FireTemplate template;
    private final byte[] params;

    private CompiledSchedule(
            ScheduleState state,
            Policies policies,
            FireTemplate template,
            @Nullable Recurrence recurrence,
            @Nullable InvalidRecurrenceException invalid) {
        this.key = state.definition().key().shared();
        this.revision = state.revision();
        this.policies = policies;
        this.recurrence = recurrence;
        this.invalid = invalid;
        this.template = template;
        this.params = Json.bytes(state.definition().params());
    }

    static CompiledSchedule of(ScheduleState state, SharedParts shared) {
        ScheduleDefinition definition = state.definition();
        Policies policies = shared.policies(definition);
        FireTemplate template = shared.template(definition, FireIds.kind(definition));
        try {
            return new CompiledSchedule(state, policies, template, shared.recurrence(definition), null);
        } catch (InvalidRecurrenceException zoneUnknownToThisJvm) {
            return new CompiledSchedule(state, policies, template, null, zoneUnknownToThisJvm);
        }
    }

    EntityKey key() {
        return key;
    }

    long revision() {
        return revision;
    }

    Policies policies() {
        return policies;
    }

    /** @throws InvalidRecurrenceException if this JVM's rules do not know its zone */
    Recurrence recurrence() {
        Recurrence known = recurrence;
        if (known != null) {
            return known;
        }
        throw invalid == null ? new IllegalStateException("schedule " + key + " has no recurrence") : invalid;
    }

    /** Of the fires that it asks for itself. */
    FireTemplate template() {
        return template;
    }

    /** The JSON of its parameters; not to be changed. */
    byte[] params() {
        return params;
    }

    /** Of the fires that it asks for itself. */
    FireKind kind() {
        return FireIds.kind(recurrence());
    }

    /** The nominal instant plus its jitter; {@link Recurrence#NONE} for none. */
    long due(long nominal) {
        return FireIds.due(this, nominal);
    }

    /** The next nominal instant, or {@link Recurrence#NONE} when it has fired as often as it may. */
    long next(long fires, long after) {
        return policies.usedUp(fires) ? Recurrence.NONE : recurrence().next(after);
    }

    /** About how many bytes of heap it takes, without what it shares with others. */
    int bytes() {
        Recurrence known = recurrence;
        boolean own = known != null && known.kind() != Kind.CRON;
        return OWN_BYTES + params.length + (own ? RECURRENCE_BYTES : 0);
    }
}
