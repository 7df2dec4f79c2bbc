package dev.tactus.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rate of fires that were lost or doubled is none. */
class ExitCodeTest {
    @Test
    void nothingWrongIsZero() {
        assertThat(new HerdCommand().exitCode(Json.object().put("lost", 0).put("fires_per_second", 1)))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost", "doubled", "unexpected", "early", "other_ids", "forged_signatures"})
    void anyOfTheseIsOne(String field) {
        assertThat(new HerdCommand().exitCode(Json.object().put("lost", 0).put(field, 1)))
                .isEqualTo(1);
    }
}
