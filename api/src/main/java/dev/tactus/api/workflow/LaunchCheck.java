package dev.tactus.api.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.api.http.ApiException;
import dev.tactus.api.http.ErrorCode;
import dev.tactus.api.input.Fields;
import dev.tactus.api.input.Issues;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.registry.ParamsSchemas;
import dev.tactus.contracts.registry.Workflow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a workflow could be launched with the parameters: what schedules and jobs have in common. */
public final class LaunchCheck {
    public static final int MAX_NAME = 128;

    private final Workflows workflows;
    private final ParamsSchemas schemas = new ParamsSchemas();
    private final int maxParamsBytes;

    /** @param maxParamsBytes of the parameters as JSON */
    public LaunchCheck(Workflows workflows, int maxParamsBytes) {
        this.workflows = workflows;
        this.maxParamsBytes = maxParamsBytes;
    }

    /**
     * The parameters.
     *
     * @throws ApiException when they are too large
     */
    public @Nullable ObjectNode params(Fields in) {
        ObjectNode params = in.object("params");
        if (params != null) {
            int size = Json.bytes(params).length;
            if (size > maxParamsBytes) {
                throw ApiException.of(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "params are " + size + " bytes as JSON, at most " + maxParamsBytes
                                + " are taken: store the data elsewhere and pass where it is");
            }
        }
        return params;
    }

    /**
     * Notes what breaks the workflow's schema, then throws if anything was noted before or now, and at last if there is no
     * such workflow.
     *
     * @param name null if it was wrong in itself; that has been noted
     * @param params null likewise
     */
    public void finish(String tenant, @Nullable String name, @Nullable ObjectNode params, Issues issues) {
        Optional<Workflow> workflow = name == null ? Optional.empty() : workflows.find(tenant, name);
        if (workflow.isPresent() && params != null) {
            issues.addUnlessKnown(schemas.problems(workflow.get(), params, "params"));
        }
        issues.throwIfAny();
        if (workflow.isEmpty()) {
            throw unknown(String.valueOf(name));
        }
    }

    static ApiException unknown(String name) {
        return ApiException.notFound("There is no workflow '" + name + "': register it with workflows/create");
    }
}
