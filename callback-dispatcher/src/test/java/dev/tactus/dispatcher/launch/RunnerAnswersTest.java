package dev.tactus.dispatcher.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.tactus.contracts.Json;
import dev.tactus.dispatcher.http.HttpResult;
import dev.tactus.dispatcher.http.HttpResult.Answer;
import dev.tactus.dispatcher.http.HttpResult.NoAnswer;
import dev.tactus.dispatcher.http.HttpResult.Reason;
import dev.tactus.dispatcher.launch.LaunchOutcome.Aborted;
import dev.tactus.dispatcher.launch.LaunchOutcome.Accepted;
import dev.tactus.dispatcher.launch.LaunchOutcome.Completed;
import dev.tactus.dispatcher.launch.LaunchOutcome.Failed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerAnswersTest {
    @Test
    void takesTheBodyOf200AsTheResult() {
        assertThat(outcome(200, "{\"a\": 1}"))
                .isEqualTo(new Completed(Json.object().put("a", 1)));
        assertThat(outcome(200, " [1] ")).isInstanceOf(Completed.class);
        assertThat(outcome(200, "null")).isEqualTo(new Completed(NullNode.getInstance()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ok", "{", "{} {}", "<html>"})
    void fails200WithoutJson(String body) {
        assertThat(outcome(200, body)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.error()).startsWith("the runner answered 200 with a body that is not JSON");
            assertThat(failed.retryable()).isFalse();
        });
    }

    @Test
    void failsAResultThatIsTooLarge() {
        Answer cut = new Answer(200, null, Map.of(), "{".getBytes(StandardCharsets.UTF_8), true, Duration.ZERO);
        assertThat(RunnerAnswers.outcome(cut, 60)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.error()).contains("larger than 64 KB");
            assertThat(failed.retryable()).isFalse();
        });
    }

    @Test
    void failsAResultThatIsNestedTooDeep() {
        assertThat(outcome(200, "[".repeat(100) + "]".repeat(100))).isInstanceOf(Completed.class);
        assertThat(outcome(200, "[".repeat(101) + "]".repeat(101))).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.error()).contains("nested deeper than 100 levels");
            assertThat(failed.retryable()).isFalse();
        });
    }

    @Test
    void leaves202ToTheRunner() {
        assertThat(outcome(202, "")).isEqualTo(new Accepted());
    }

    @ParameterizedTest
    @CsvSource({
        "201, true",
        "204, true",
        "301, false",
        "302, false",
        "400, false",
        "401, false",
        "404, false",
        "408, true",
        "409, true",
        "410, false",
        "422, false",
        "425, true",
        "429, true",
        "500, true",
        "503, true"
    })
    void failsWithAnyOtherStatus(int status, boolean retryable) {
        assertThat(outcome(status, "")).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.error()).startsWith("the runner answered " + status);
            assertThat(failed.retryable()).isEqualTo(retryable);
        });
    }

    @Test
    void quotesTheBeginningOfAFailure() {
        assertThat(outcome(500, "  " + "x".repeat(1_000)))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.error()).isEqualTo("the runner answered 500: " + "x".repeat(498)));
    }

    @ParameterizedTest
    @CsvSource({"TIMEOUT, true", "NETWORK, true", "FORBIDDEN, false"})
    void failsWithoutAnAnswer(Reason reason, boolean retryable) {
        assertThat(RunnerAnswers.outcome(none(reason), 60)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.error()).contains("because of this");
            assertThat(failed.retryable()).isEqualTo(retryable);
        });
    }

    @Test
    void tellsNothingOfAnAbortedCall() {
        assertThat(RunnerAnswers.outcome(none(Reason.ABORTED), 60)).isEqualTo(new Aborted());
    }

    private static HttpResult none(Reason reason) {
        return new NoAnswer(reason, "because of this", Duration.ZERO);
    }

    private static LaunchOutcome outcome(int status, String body) {
        return RunnerAnswers.outcome(
                new Answer(status, null, Map.of(), body.getBytes(StandardCharsets.UTF_8), false, Duration.ZERO), 60);
    }
}
