package dev.tactus.dispatcher.handover;

import org.apache.kafka.common.KafkaException;

/**
 * Kafka did not say whether a hand-over committed. If it did, the leases of what it held run out and the processor gives
 * it out again; if not, it is read again. Replace the clients.
 */
final class CommitUnknownException extends KafkaException {
    private static final long serialVersionUID = 1L;

    CommitUnknownException(Throwable cause) {
        super("it is not known whether a hand-over was committed", cause);
    }
}
