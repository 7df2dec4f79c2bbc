package dev.tactus.dispatcher.launch;

import dev.tactus.contracts.command.Problem;
import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.registry.InvalidParamsSchemaException;
import dev.tactus.contracts.registry.ParamsSchemas;
import dev.tactus.contracts.registry.Workflow;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a job's parameters fit its workflow as it is at the launch. They did when the schedule was written; the workflow
 * may have been deployed anew since, and a runner must not get what it does not expect.
 */
final class ParamsCheck {
    /** More problems than these do not fit into an error that someone reads. */
    private static final int SHOWN = 5;

    private final ParamsSchemas schemas = new ParamsSchemas();

    /** @throws LaunchRefusedException when they do not fit; no other attempt can help then */
    void refuseUnfit(Launch launch, Workflow workflow) {
        List<Problem> problems;
        try {
            problems = schemas.problems(workflow, launch.params(), "params");
        } catch (InvalidParamsSchemaException e) {
            throw new LaunchRefusedException("the input_schema of workflow " + workflow.name()
                    + " is not a JSON Schema: deploy the workflow again with one that is");
        }
        if (problems.isEmpty()) {
            return;
        }
        String shown = problems.stream()
                .limit(SHOWN)
                .map(problem -> String.join(".", problem.path()) + ": " + problem.message())
                .collect(Collectors.joining("; "));
        String more = problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : "";
        throw new LaunchRefusedException("params do not fit the input_schema of workflow " + workflow.name()
                + " at version " + workflow.deploymentVersion() + ", and the job was not launched: " + shown + more);
    }
}
