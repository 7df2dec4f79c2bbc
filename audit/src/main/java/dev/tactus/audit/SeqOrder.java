package dev.tactus.audit;

import dev.tactus.contracts.topic.Topic;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the facts of one partition, which lie on several topics, into their one order, and finds what breaks it: numbers
 * that are missing, and numbers that come again.
 */
final class SeqOrder {
    private final FactSource source;
    private final Findings findings;
    private long last;
    private boolean extended;

    SeqOrder(FactSource source, Findings findings) {
        this.source = source;
        this.findings = findings;
    }

    /** The number from which on no fact was removed by retention; {@link Long#MAX_VALUE} if none is left of a topic. */
    static long completeFrom(FactSource source, Iterable<Topic> topics) {
        long from = 1;
        for (Topic topic : topics) {
            if (source.truncated(topic)) {
                Fact first = source.head(topic);
                from = Math.max(from, first == null ? Long.MAX_VALUE : first.seq());
            }
        }
        return from;
    }

    /** Hands on every fact that was there when the audit began. */
    void forEach(Consumer<Fact> fold) {
        long completeFrom = completeFrom(source, FactReader.TOPICS);
        last = completeFrom == 1 ? 0 : Long.MIN_VALUE;
        while (true) {
            Topic topic = lowest();
            Fact fact = topic == null ? null : source.head(topic);
            if (topic == null || fact == null) {
                return;
            }
            if (fact instanceof Fact.Unreadable unreadable) {
                source.take(topic);
                findings.add(
                        Finding.ofPartition("the record cannot be read: " + unreadable.why(), fact.place()),
                        fact.place().timestamp());
                continue;
            }
            boolean gap = last != Long.MIN_VALUE && fact.seq() > last + 1 && fact.seq() > completeFrom;
            if (gap && !extended) {
                // A transaction becomes visible on one topic after the other: the gap may be what was still to come.
                extended = true;
                source.extend();
                continue;
            }
            source.take(topic);
            if (gap) {
                missing(Math.max(last + 1, completeFrom), fact);
            }
            long before = findings.seen();
            fold.accept(fact);
            // What is wrong with the record itself says more than that its number is.
            if (fact.seq() <= last && findings.seen() == before) {
                findings.add(
                        Finding.ofPartition(
                                "its number " + fact.seq() + " is not behind " + last + ", the one before it",
                                fact.place()),
                        fact.place().timestamp());
            }
            last = Math.max(last, fact.seq());
        }
    }

    private void missing(long from, Fact fact) {
        long to = fact.seq() - 1;
        String numbers =
                from == to ? "the fact with number " + from + " is" : "the facts " + from + " to " + to + " are";
        findings.add(
                Finding.ofPartition(numbers + " missing before it", fact.place()),
                fact.place().timestamp());
    }

    /** The topic whose next fact has the lowest number; null when none is left that was there at the beginning. */
    private @Nullable Topic lowest() {
        Topic lowest = null;
        long seq = Long.MAX_VALUE;
        boolean left = false;
        for (Topic topic : FactReader.TOPICS) {
            Fact head = source.head(topic);
            if (head == null) {
                continue;
            }
            left |= source.beforeCut(topic, head);
            if (lowest == null || head.seq() < seq) {
                lowest = topic;
                seq = head.seq();
            }
        }
        return left ? lowest : null;
    }
}
