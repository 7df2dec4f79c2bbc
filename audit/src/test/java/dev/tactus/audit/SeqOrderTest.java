package dev.tactus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.topic.Topic;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A transaction is visible on one topic before it is on another. */
class SeqOrderTest {
    private final List<Finding> findings = new ArrayList<>();
    private final List<Long> order = new ArrayList<>();

    /** Each topic has some facts at the beginning, and may get more when the ends are moved. */
    private static final class Source implements FactSource {
        private final Map<Topic, List<Fact>> facts = new EnumMap<>(Topic.class);
        private final Map<Topic, List<Fact>> later = new EnumMap<>(Topic.class);
        private int extended;

        Source with(Topic topic, long... seqs) {
            facts.put(topic, facts(topic, seqs));
            return this;
        }

        Source later(Topic topic, long... seqs) {
            later.put(topic, facts(topic, seqs));
            return this;
        }

        private static List<Fact> facts(Topic topic, long... seqs) {
            List<Fact> facts = new ArrayList<>();
            for (long seq : seqs) {
                facts.add(new Fact.Other(new Place(topic.topicName(), 0, seq, 0), seq));
            }
            return facts;
        }

        @Override
        public @Nullable Fact head(Topic topic) {
            List<Fact> left = facts.getOrDefault(topic, List.of());
            return left.isEmpty() ? null : left.getFirst();
        }

        @Override
        public void take(Topic topic) {
            facts.getOrDefault(topic, List.of()).removeFirst();
        }

        @Override
        public boolean beforeCut(Topic topic, Fact fact) {
            return !later.getOrDefault(topic, List.of()).contains(fact);
        }

        @Override
        public boolean truncated(Topic topic) {
            return false;
        }

        @Override
        public void extend() {
            extended++;
            later.forEach((topic, more) ->
                    facts.computeIfAbsent(topic, none -> new ArrayList<>()).addAll(more));
        }
    }

    private void read(Source source) {
        new SeqOrder(source, new Findings(null, null, findings::add)).forEach(fact -> order.add(fact.seq()));
    }

    @Test
    void whatIsMissingIsWaitedForOnce() {
        Source source = new Source().with(Topic.SCHEDULE_FIRES, 1, 3).later(Topic.SCHEDULE_EVENTS, 2);
        read(source);
        assertThat(order).containsExactly(1L, 2L, 3L);
        assertThat(findings).isEmpty();
        assertThat(source.extended).isEqualTo(1);
    }

    @Test
    void whatDoesNotComeThenIsMissing() {
        read(new Source().with(Topic.SCHEDULE_FIRES, 1, 4).later(Topic.SCHEDULE_EVENTS, 2));
        assertThat(order).containsExactly(1L, 2L, 4L);
        assertThat(findings).singleElement().asString().contains("number 3");
    }

    @Test
    void whatCameLaterAndFillsNoGapIsNotRead() {
        read(new Source().with(Topic.SCHEDULE_FIRES, 1, 3).later(Topic.SCHEDULE_EVENTS, 2, 4));
        assertThat(order).containsExactly(1L, 2L, 3L);
        assertThat(findings).isEmpty();
    }
}
