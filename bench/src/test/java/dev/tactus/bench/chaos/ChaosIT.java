package dev.tactus.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.bench.Progress;
import dev.tactus.bench.QuietLogs;
import dev.tactus.bench.process.Workspace;
import dev.tactus.contracts.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of {@code ./tactus bench chaos}: a round of each fault that needs neither root nor a library. */
class ChaosIT {
    private static final int SCHEDULES = 200;
    private static final long SEED = 1;

    @Test
    void nothingIsLostAndNothingDoubledWhileThingsBreak() {
        QuietLogs.set();
        List<String> faults = Rounds.cheapFaults();
        ObjectNode result = Json.object();
        try (Workspace workspace = Workspace.create()) {
            new Rounds(
                            workspace,
                            Progress.toStderr(false),
                            new Plan(faults.size(), faults, SCHEDULES, Duration.ZERO, false, SEED))
                    .run(result);
        }
        assertThat(Rounds.clean(result)).as("%s", result).isTrue();
        assertThat(result.path("rounds").asInt()).isEqualTo(faults.size());
        assertThat(result.path("fires").asLong()).isGreaterThan(SCHEDULES);
        assertThat(result.path("writes").asLong()).isPositive();
    }
}
