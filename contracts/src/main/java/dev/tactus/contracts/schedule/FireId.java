package dev.tactus.contracts.schedule;

import dev.tactus.contracts.Ids;
import java.util.UUID;

/** The ids of fires, which are their jobs' ids. Whoever can compute one can say what jitter a fire will have. */
public final class FireId {
    /** Of every fire that the schedule itself asks for. */
    public static final String FIRST = "0";

    private FireId() {}

    /**
     * A pure function of tenant, schedule, nominal instant, kind and ordinal.
     *
     * @param nominal epoch milliseconds
     * @param ordinal {@link #FIRST}, or the id of the action that asked for the fire
     */
    public static UUID of(String tenant, UUID scheduleId, long nominal, FireKind kind, String ordinal) {
        return Ids.ofFire(tenant, scheduleId, nominal, kind.word(), ordinal);
    }
}
