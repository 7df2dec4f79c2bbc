package dev.tactus.dispatcher.handover;

import dev.tactus.contracts.topic.Topic;

/**
 * The position up to which work was handed over is lost, or no longer in the log. To begin anywhere else by guess would
 * lose launches or repeat them, so an operator has to say where.
 */
public final class OffsetsGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OffsetsGoneException(Throwable cause) {
        super(message(cause.getMessage() + "."), cause);
    }

    public OffsetsGoneException(String group, Object partitions) {
        super(message("The group " + group + " has no committed offsets for " + partitions
                + ", but a dispatcher has worked on this cluster before."));
    }

    private static String message(String what) {
        return what + " Nothing is dispatched until you choose where to go on: stop every dispatcher, run"
                + " `kafka-consumer-groups.sh --bootstrap-server … --group … --topic "
                + Topic.SCHEDULE_FIRES.topicName() + " --topic " + Topic.DISPATCH_WORK.topicName()
                + " --reset-offsets --to-datetime <the last instant at which the dispatcher surely worked> --execute`,"
                + " and start again.";
    }
}
