package dev.tactus.contracts.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.tactus.contracts.Json;
import java.util.List;

/**
 * What became of a command; kept for 24 hours under the command's id. It is the answer to the client: nothing is
 * answered before it exists and is committed.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Applied.class, name = "applied"),
    @JsonSubTypes.Type(value = Outcome.Refused.class, name = "refused"),
})
public sealed interface Outcome {
    /**
     * @param state after it: a {@code ScheduleView}, a {@code Job} or a {@code Workflow}, by the kind of command; or its
     *     JSON, which is all that is left once the outcome has been stored or sent
     */
    record Applied(
            long revision,
            @JsonDeserialize(as = JsonNode.class) Object state) implements Outcome {
        public JsonNode json() {
            return state instanceof JsonNode json ? json : Json.tree(state);
        }
    }

    record Refused(Reason reason, String message, List<Problem> problems) implements Outcome {
        public static Refused of(Reason reason, String message) {
            return new Refused(reason, message, List.of());
        }
    }

    enum Reason {
        /** The request can't be applied as it is; {@code problems} say where. */
        INVALID,
        NOT_FOUND,
        /** Another revision, another body under the same idempotency key, a second final report. */
        CONFLICT,
        /** The processor failed on it; it is in {@code dead-letters} under the command's id. */
        FAILED
    }
}
