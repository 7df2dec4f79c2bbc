package dev.tactus.contracts.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.command.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** Checks parameters against workflows' schemas, and keeps the schemas that were used last: compiling one is slow. */
public final class ParamsSchemas {
    private static final int KEPT = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, ParamsSchema> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, ParamsSchema> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * What in the parameters breaks the workflow's schema; empty if nothing does, or if it has none.
     *
     * @param root where the parameters stand in the request; the problems' paths begin with it
     * @throws InvalidParamsSchemaException when the registry holds what is not a schema
     */
    public List<Problem> problems(Workflow workflow, ObjectNode params, String root) {
        JsonNode schema = workflow.inputSchema();
        return schema == null || schema.isNull()
                ? List.of()
                : of(workflow.deploymentId(), schema).problems(params, root);
    }

    private ParamsSchema of(UUID deployment, JsonNode schema) {
        lock.lock();
        try {
            return compiled.computeIfAbsent(deployment, id -> ParamsSchema.compile(schema));
        } finally {
            lock.unlock();
        }
    }
}
