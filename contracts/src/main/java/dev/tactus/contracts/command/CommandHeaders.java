package dev.tactus.contracts.command;

import dev.tactus.contracts.topic.RecordHeaders;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What a command says beside its value.
 *
 * @param commandId under which its outcome is recorded; its slot is the command's partition
 * @param actor the label of the key that sent it; for the record of who did what
 * @param baseRevision the revision that a partial update was merged onto; null for everything else
 * @param changed the fields that a partial update changes, as in the HTTP API; empty for everything else
 * @param ifMatch the only revision that may be changed; null for any
 * @param idempotencyKey null without one; its first command of 24 hours is applied, the others get that one's outcome
 * @param bodyHash of the request, so that the same key with another body is refused; present with the key
 */
public record CommandHeaders(
        UUID commandId,
        @Nullable String actor,
        @Nullable Long baseRevision,
        List<String> changed,
        @Nullable Long ifMatch,
        @Nullable String idempotencyKey,
        @Nullable String bodyHash) {
    private static final String COMMAND_ID = "command-id";
    private static final String ACTOR = "actor";
    private static final String BASE_REVISION = "base-revision";
    private static final String CHANGED = "changed";
    private static final String IF_MATCH = "if-match";
    private static final String IDEMPOTENCY_KEY = "idempotency-key";
    private static final String BODY_HASH = "body-hash";

    public static CommandHeaders of(UUID commandId, @Nullable String actor) {
        return new CommandHeaders(commandId, actor, null, List.of(), null, null, null);
    }

    public CommandHeaders withIdempotency(@Nullable String key, @Nullable String bodyHash) {
        return new CommandHeaders(commandId, actor, baseRevision, changed, ifMatch, key, bodyHash);
    }

    public CommandHeaders withUpdate(long baseRevision, List<String> changed, @Nullable Long ifMatch) {
        return new CommandHeaders(commandId, actor, baseRevision, changed, ifMatch, idempotencyKey, bodyHash);
    }

    /** Null when the record carries no command id: nobody waits for its outcome. */
    public static @Nullable CommandHeaders read(Headers headers) {
        String commandId = RecordHeaders.text(headers, COMMAND_ID);
        if (commandId == null) {
            return null;
        }
        String changed = RecordHeaders.text(headers, CHANGED);
        return new CommandHeaders(
                UUID.fromString(commandId),
                RecordHeaders.text(headers, ACTOR),
                number(RecordHeaders.text(headers, BASE_REVISION)),
                changed == null || changed.isEmpty() ? List.of() : List.of(changed.split(",")),
                number(RecordHeaders.text(headers, IF_MATCH)),
                RecordHeaders.text(headers, IDEMPOTENCY_KEY),
                RecordHeaders.text(headers, BODY_HASH));
    }

    public void write(Headers headers) {
        RecordHeaders.add(headers, COMMAND_ID, commandId.toString());
        add(headers, ACTOR, actor);
        add(headers, BASE_REVISION, baseRevision);
        add(headers, CHANGED, changed.isEmpty() ? null : String.join(",", changed));
        add(headers, IF_MATCH, ifMatch);
        add(headers, IDEMPOTENCY_KEY, idempotencyKey);
        add(headers, BODY_HASH, bodyHash);
    }

    private static @Nullable Long number(@Nullable String text) {
        return text == null ? null : Long.valueOf(text);
    }

    private static void add(Headers headers, String name, @Nullable Object value) {
        if (value != null) {
            RecordHeaders.add(headers, name, value.toString());
        }
    }
}
