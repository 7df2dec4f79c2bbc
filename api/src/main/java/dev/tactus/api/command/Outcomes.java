package dev.tactus.api.command;

import dev.tactus.api.http.ApiException;
import dev.tactus.api.http.ErrorCode;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.command.Problem;
import java.util.List;
import java.util.UUID;

/** What an outcome means to a client. */
final class Outcomes {
    private Outcomes() {}

    /** @throws ApiException when the command was refused */
    static Outcome.Applied applied(Outcome outcome, UUID commandId) {
        return switch (outcome) {
            case Outcome.Applied applied -> applied;
            case Outcome.Refused refused -> throw refused(refused, commandId);
        };
    }

    private static ApiException refused(Outcome.Refused refused, UUID commandId) {
        return switch (refused.reason()) {
            case INVALID ->
                ApiException.invalid(
                        refused.problems().isEmpty()
                                ? List.of(new Problem(Problem.INVALID_VALUE, List.of(), refused.message()))
                                : refused.problems());
            case NOT_FOUND -> ApiException.notFound(refused.message());
            case CONFLICT -> ApiException.of(ErrorCode.CONFLICT, refused.message());
            case FAILED -> ApiException.failed(commandId, refused.message());
        };
    }
}
