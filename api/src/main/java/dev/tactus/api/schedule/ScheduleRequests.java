package dev.tactus.api.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.http.ApiException;
import dev.tactus.api.input.CallbackFields;
import dev.tactus.api.input.Fields;
import dev.tactus.api.input.IssueCode;
import dev.tactus.api.input.Issues;
import dev.tactus.api.workflow.LaunchCheck;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Problem;
import dev.tactus.contracts.schedule.DefinitionRules;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns requests into full definitions. What is returned may be applied; anything else has thrown an {@link ApiException}. */
final class ScheduleRequests {
    private static final String WORKFLOW = "workflow";
    private static final String PARAMS = "params";

    private final CallbackFields callbacks;
    private final LaunchCheck launches;

    ScheduleRequests(CallbackFields callbacks, LaunchCheck launches) {
        this.callbacks = callbacks;
        this.launches = launches;
    }

    /** @param changed names as in the request, those of fields that a new kind of timing removes among them */
    record Update(ScheduleDefinition definition, List<String> changed) {}

    /** @param issues what was noted about the request's headers */
    ScheduleDefinition create(String tenant, UUID id, Instant now, ObjectNode body, Issues issues) {
        Fields in = Fields.of(body, issues);
        in.require(WORKFLOW, "the name of a registered workflow");
        String workflow = in.text(WORKFLOW, 1, LaunchCheck.MAX_NAME);
        in.require(PARAMS, "an object, {} for none");
        ObjectNode params = launches.params(in);
        ScheduleDefinition base = ScheduleDefinition.byDefault(
                tenant, id, workflow == null ? "" : workflow, Json.object(), null, null, null, now);
        ObjectNode target = (ObjectNode) Json.tree(base);
        if (params != null) {
            target.set(PARAMS, params);
        }
        if (ScheduleFields.KINDS.stream().allMatch(kind -> !in.has(kind) || in.isNull(kind))) {
            in.require(
                    ScheduleFields.CRON_EXPR, "a cron expression such as \"0 9 * * *\" (or give at, or every_seconds)");
        }
        ScheduleFields.apply(in, target);
        callback(in, target, base.secretContext());
        in.refuseUnknown();
        ScheduleDefinition definition = Json.convert(target, ScheduleDefinition.class);
        rules(in, definition);
        launches.finish(tenant, workflow, params, issues);
        return definition;
    }

    /**
     * @param in the request's fields; its id has been read
     * @param base the definition as it is
     */
    Update update(Fields in, ScheduleDefinition base) {
        Issues issues = in.issues();
        if (in.has(WORKFLOW)) {
            in.wrong(IssueCode.UNRECOGNIZED_KEYS, WORKFLOW, "workflow can't be changed: create another schedule");
        }
        ObjectNode target = (ObjectNode) Json.tree(base);
        List<String> changed = new ArrayList<>();
        ObjectNode params = null;
        if (in.has(PARAMS)) {
            in.refuseNull(PARAMS);
            params = launches.params(in);
            target.set(PARAMS, params == null ? Json.object() : params);
            changed.add(PARAMS);
        }
        List<String> fields = ScheduleFields.apply(in, target);
        changed.addAll(fields);
        changed.addAll(replaceKind(in, target));
        changed.addAll(callback(in, target, base.secretContext()));
        in.refuseUnknown();
        ScheduleDefinition definition = Json.convert(target, ScheduleDefinition.class);
        rules(in, definition);
        // What is enabled must be able to run; its workflow may have been deleted meanwhile.
        boolean enabling = definition.enabled() && !base.enabled();
        if (params == null && !enabling) {
            issues.throwIfAny();
        } else {
            launches.finish(base.tenant(), base.workflow(), definition.params(), issues);
        }
        return new Update(definition, List.copyOf(changed));
    }

    /** What must hold between fields. Where the kind of timing is wrong in itself, it is not said that there is none. */
    static void rules(Fields in, ScheduleDefinition definition) {
        boolean wrongKind = isWrong(in, ScheduleFields.CRON_EXPR, definition.cronExpr())
                || isWrong(in, ScheduleFields.AT, definition.at())
                || isWrong(in, ScheduleFields.EVERY_SECONDS, definition.everySeconds());
        List<Problem> problems = DefinitionRules.problems(definition).stream()
                .filter(problem -> !wrongKind
                        || !ScheduleFields.KINDS.contains(problem.path().getFirst()))
                .toList();
        in.issues().addUnlessKnown(problems);
    }

    private static boolean isWrong(Fields in, String field, @Nullable Object applied) {
        return in.has(field) && !in.isNull(field) && applied == null;
    }

    /** A new kind of timing takes the place of the old one: nobody has to name the old one only to set it to null. */
    private static List<String> replaceKind(Fields in, ObjectNode target) {
        boolean given = ScheduleFields.KINDS.stream().anyMatch(kind -> in.has(kind) && !in.isNull(kind));
        List<String> removed = new ArrayList<>();
        for (String kind : ScheduleFields.KINDS) {
            if (given && !in.has(kind) && target.hasNonNull(kind)) {
                target.remove(kind);
                removed.add(kind);
            }
        }
        return removed;
    }

    /** Both null clear the callback; of one alone the other is kept, and {@link DefinitionRules} asks for it if there is none. */
    private List<String> callback(Fields in, ObjectNode target, String context) {
        List<String> present = new ArrayList<>();
        boolean urlNull = in.isNull(CallbackFields.URL);
        boolean secretNull = in.isNull(CallbackFields.SECRET);
        if (in.has(CallbackFields.URL)) {
            present.add(CallbackFields.URL);
            set(target, CallbackFields.URL, urlNull, callbacks.url(in, CallbackFields.URL));
        }
        if (in.has(CallbackFields.SECRET)) {
            present.add(CallbackFields.SECRET);
            set(target, CallbackFields.SECRET, secretNull, callbacks.secret(in, CallbackFields.SECRET, context));
        }
        if (urlNull != secretNull) {
            in.wrong(
                    IssueCode.INVALID_VALUE,
                    urlNull ? CallbackFields.URL : CallbackFields.SECRET,
                    "callback_url and callback_secret are cleared together: send both as null, or neither");
        }
        return present;
    }

    private static void set(ObjectNode target, String name, boolean clear, @Nullable String value) {
        if (clear) {
            target.remove(name);
        } else {
            // What is wrong has been noted and is not applied; for the rules it counts as given.
            target.put(name, value == null ? "" : value);
        }
    }
}
