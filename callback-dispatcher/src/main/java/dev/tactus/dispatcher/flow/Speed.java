package dev.tactus.dispatcher.flow;

/** How soon the calls to a host end. */
enum Speed {
    /** Within a second. */
    QUICK,
    /** None has ended, and none has taken a second so far. */
    UNKNOWN,
    /** They take a second or more. */
    SLOW
}
