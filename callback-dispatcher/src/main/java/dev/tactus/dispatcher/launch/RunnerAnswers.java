package dev.tactus.dispatcher.launch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.MalformedJsonException;
import dev.tactus.contracts.secret.JobTokens;
import dev.tactus.dispatcher.http.HttpResult;
import dev.tactus.dispatcher.http.HttpResult.Answer;
import dev.tactus.dispatcher.http.HttpResult.NoAnswer;
import dev.tactus.dispatcher.http.HttpResult.Reason;
import java.util.Set;

/** What an HTTP runner's answer means for the job. */
final class RunnerAnswers {
    /** How much of an unexpected answer is quoted in the job's error, in bytes. */
    private static final int QUOTED = 500;

    /** Client errors that may pass, as for callbacks. */
    private static final Set<Integer> MAY_PASS = Set.of(408, 409, 425, 429);

    private RunnerAnswers() {}

    static LaunchOutcome outcome(HttpResult result, int timeoutSeconds) {
        return switch (result) {
            case Answer answer -> outcome(answer);
            case NoAnswer none when none.reason() == Reason.ABORTED -> new LaunchOutcome.Aborted();
            case NoAnswer none when none.reason() == Reason.FORBIDDEN -> new LaunchOutcome.Failed(none.error(), false);
            case NoAnswer none
            when none.reason() == Reason.TIMEOUT ->
                new LaunchOutcome.Failed("timed out after " + timeoutSeconds + " s: " + none.error(), true);
            case NoAnswer none -> new LaunchOutcome.Failed("the runner could not be called: " + none.error(), true);
        };
    }

    private static LaunchOutcome outcome(Answer answer) {
        return switch (answer.status()) {
            case 200 -> completed(answer);
            case 202 -> new LaunchOutcome.Accepted();
            default -> new LaunchOutcome.Failed(error(answer), retryable(answer.status()));
        };
    }

    private static LaunchOutcome completed(Answer answer) {
        if (answer.cut()) {
            return new LaunchOutcome.Failed(
                    "the runner's result is larger than 64 KB: store it elsewhere and return a reference", false);
        }
        JsonNode result;
        try {
            result = Json.read(answer.body(), JsonNode.class);
        } catch (MalformedJsonException e) {
            return notJson();
        }
        if (result.isMissingNode()) {
            return notJson();
        }
        if (Json.depth(result) > Json.MOST_FREE_DEPTH) {
            return new LaunchOutcome.Failed(
                    "the runner's result is nested deeper than " + Json.MOST_FREE_DEPTH
                            + " levels: flatten it, or store it elsewhere and return a reference",
                    false);
        }
        return new LaunchOutcome.Completed(result);
    }

    private static LaunchOutcome notJson() {
        return new LaunchOutcome.Failed(
                "the runner answered 200 with a body that is not JSON: answer with the result as JSON, or 202 and report"
                        + " later",
                false);
    }

    private static String error(Answer answer) {
        int status = answer.status();
        StringBuilder error = new StringBuilder("the runner answered ").append(status);
        if (status >= 300 && status < 400) {
            error.append("; redirects are not followed: deploy the workflow with the final URL");
        }
        String text = answer.text(QUOTED).strip();
        if (!text.isEmpty()) {
            // It may be what the runner was sent, and the error is for all to read.
            error.append(": ").append(JobTokens.masked(text));
        }
        return error.toString();
    }

    private static boolean retryable(int status) {
        return status >= 500 || status < 300 || MAY_PASS.contains(status);
    }
}
