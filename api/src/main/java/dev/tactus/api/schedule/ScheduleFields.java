package dev.tactus.api.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.input.Fields;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.CatchUp;
import dev.tactus.contracts.schedule.Overlap;
import dev.tactus.contracts.schedule.Retry;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.recurrence.Dst;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The plain fields of a schedule, each with its type and range, as create and update read them. What is missing here needs
 * more than itself to be judged: workflow, params and the callback.
 */
final class ScheduleFields {
    static final String CRON_EXPR = "cron_expr";
    static final String AT = "at";
    static final String EVERY_SECONDS = "every_seconds";
    static final String MAX_FIRES = "max_fires";

    /** Exactly one of these says when a schedule fires. */
    static final List<String> KINDS = List.of(CRON_EXPR, AT, EVERY_SECONDS);

    private static final long YEAR = 366L * 24 * 3600;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");

    /**
     * @param nullable true if the field may be null, which means "none"
     * @param read notes what is wrong, and returns null for what is wrong
     */
    private record Field(String name, boolean nullable, BiFunction<Fields, String, @Nullable Object> read) {}

    private static final List<Field> ALL = List.of(
            new Field(CRON_EXPR, true, (in, name) -> in.text(name, 1, 256)),
            new Field(AT, true, Fields::instant),
            new Field(EVERY_SECONDS, true, (in, name) -> in.integer(name, 1, YEAR)),
            new Field("timezone", false, (in, name) -> in.text(name, 1, 64)),
            new Field("timeout_seconds", false, (in, name) -> in.integer(name, 1, 3600)),
            new Field("skip_callbacks", false, Fields::bool),
            new Field("enabled", false, Fields::bool),
            new Field("overlap", false, (in, name) -> in.word(name, Overlap.class)),
            new Field("catch_up", false, (in, name) -> in.word(name, CatchUp.class)),
            new Field("catch_up_limit", false, (in, name) -> in.integer(name, 1, 1000)),
            new Field("catch_up_window_seconds", false, (in, name) -> in.integer(name, 60, YEAR)),
            new Field("starts_at", true, Fields::instant),
            new Field("ends_at", true, Fields::instant),
            new Field(MAX_FIRES, true, (in, name) -> in.integer(name, 1, 1_000_000_000)),
            new Field("jitter_seconds", false, (in, name) -> in.integer(name, 0, 86_400)),
            new Field("exclude", false, (in, name) -> in.texts(name, 1000, 32)),
            new Field("dst", false, ScheduleFields::dst),
            new Field("pause_after_failures", true, (in, name) -> in.integer(name, 1, 1000)),
            new Field("labels", false, ScheduleFields::labels),
            new Field("retry", false, ScheduleFields::retry));

    private ScheduleFields() {}

    /**
     * Sets every field that the request has, and removes those that it has as null.
     *
     * @param target a definition in its JSON form
     * @return the names of the fields that the request has
     */
    static List<String> apply(Fields in, ObjectNode target) {
        return apply(in, target, field -> true);
    }

    /** The same for those that decide when a schedule fires, and how often. */
    static List<String> applyTiming(Fields in, ObjectNode target) {
        return apply(in, target, field -> ScheduleDefinition.TIMING.contains(field) || field.equals(MAX_FIRES));
    }

    private static List<String> apply(Fields in, ObjectNode target, Predicate<String> wanted) {
        List<String> present = new ArrayList<>();
        for (Field field : ALL) {
            if (!wanted.test(field.name()) || !in.has(field.name())) {
                continue;
            }
            present.add(field.name());
            if (field.nullable() && in.isNull(field.name())) {
                target.remove(field.name());
                continue;
            }
            in.refuseNull(field.name());
            Object value = field.read().apply(in, field.name());
            if (value != null) {
                target.set(field.name(), Json.tree(value));
            }
        }
        return present;
    }

    static @Nullable Map<String, String> labels(Fields in, String name) {
        return in.textMap(name, 64, LABEL, 256);
    }

    private static @Nullable Object dst(Fields in, String name) {
        Fields dst = in.nested(name);
        if (dst == null) {
            return null;
        }
        Dst value = new Dst(dst.word("gap", Dst.Gap.class), dst.word("overlap", Dst.Overlap.class));
        dst.refuseUnknown();
        return value;
    }

    private static @Nullable Object retry(Fields in, String name) {
        Fields retry = in.nested(name);
        if (retry == null) {
            return null;
        }
        Retry value = new Retry(
                retry.integer("max_attempts", 1, 20, Retry.NONE.maxAttempts()),
                retry.integer("backoff", 0, 3600, Retry.NONE.backoffSeconds()));
        retry.refuseUnknown();
        return value;
    }
}
