package dev.tactus.contracts.query;

import java.util.UUID;

/** A command was accepted and its outcome did not come in time. It may still be applied; do not send it again. */
public final class OutcomeTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final UUID commandId;

    public OutcomeTimeoutException(UUID commandId) {
        super("no outcome of command " + commandId + " yet");
        this.commandId = commandId;
    }

    public UUID commandId() {
        return commandId;
    }
}
