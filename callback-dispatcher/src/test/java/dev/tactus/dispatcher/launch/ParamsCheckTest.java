package dev.tactus.dispatcher.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.delivery.DispatchWork.Launch;
import dev.tactus.contracts.registry.Runner;
import dev.tactus.contracts.registry.Workflow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParamsCheckTest {
    private static final Instant NOW = Instant.parse("2026-05-17T08:49:30Z");
    private static final String SCHEMA =
            "{'type':'object','required':['name'],'properties':{'name':{'type':'string'},'size':{'minimum':1}}}";

    private final ParamsCheck check = new ParamsCheck();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'a'}               |",
                "{'name':'a','size':1}      |",
                "{}                         | params.name: ",
                "{'name':1}                 | params.name: ",
                "{'name':'a','size':0}      | params.size: ",
            })
    void comparesTheParametersWithTheSchemaOfTheLaunch(String params, @Nullable String problem) {
        Workflow workflow = workflow(SCHEMA, 7);
        if (problem == null) {
            assertThatCode(() -> check.refuseUnfit(launch(params), workflow)).doesNotThrowAnyException();
            return;
        }
        LaunchRefusedException refused =
                catchThrowableOfType(LaunchRefusedException.class, () -> check.refuseUnfit(launch(params), workflow));
        assertThat(refused.error())
                .startsWith("params do not fit the input_schema of workflow report at version 7, and the job was not"
                        + " launched: ")
                .contains(problem);
    }

    @Test
    void aWorkflowWithoutASchemaTakesAnything() {
        assertThatCode(() -> check.refuseUnfit(launch("{'a':[1]}"), workflow(null, 1)))
                .doesNotThrowAnyException();
    }

    @Test
    void aSchemaThatIsNoneRefusesTheLaunch() {
        LaunchRefusedException refused = catchThrowableOfType(
                LaunchRefusedException.class, () -> check.refuseUnfit(launch("{}"), workflow("{'type':'no'}", 1)));
        assertThat(refused.error()).contains("deploy the workflow again");
    }

    private static Launch launch(String params) {
        return new Launch("acme", new UUID(0, 1), 1, "report", (ObjectNode) json(params), 60, null, null, null);
    }

    private static Workflow workflow(@Nullable String schema, int version) {
        return new Workflow(
                "acme",
                "report",
                new UUID(0, 2),
                new UUID(version, 3),
                version,
                new Runner.Echo(),
                schema == null ? null : json(schema),
                NOW,
                NOW);
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
