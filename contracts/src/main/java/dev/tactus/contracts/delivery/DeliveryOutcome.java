package dev.tactus.contracts.delivery;

/** How far a delivery is. */
public enum DeliveryOutcome {
    /** Its first attempt is due or under way. */
    QUEUED,
    DELIVERED,
    /** It failed and is tried again. */
    RETRYING,
    /** Given up; it can be delivered again on request. */
    DEAD
}
