package dev.tactus.dispatcher.handover;

import java.util.Set;

/**
 * Fires and further work take turns. The consumer gives out what it has fetched in the order in which it was fetched, and it
 * fetches thousands of records ahead: without turns a callback would wait until all fires of a herd were taken over, and a
 * fire behind all callbacks that come back for a host that hangs. Not thread-safe.
 */
final class TopicTurns {
    private Set<String> waits = Set.of();

    /** The topics that are left out of the next poll, which waits for nothing then. */
    Set<String> waits() {
        return waits;
    }

    /** @param topics of what a poll brought and was taken over: if it was one only, the others are next */
    void took(Set<String> topics) {
        waits = topics.size() == 1 ? topics : Set.of();
    }
}
