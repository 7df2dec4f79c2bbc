package dev.tactus.processor.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.Json;
import dev.tactus.contracts.command.Outcome;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.SkipReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final List<String> told = new ArrayList<>();
    private final Tally tally = new Tally();
    private final CoreMeter meter = new CoreMeter() {
        @Override
        public void fired(FireKind kind, long count) {
            told.add(kind + " " + count);
        }

        @Override
        public void committedNow(long due, long count) {
            told.add("due " + due + ": " + count);
        }

        @Override
        public void skipped(SkipReason reason, long count) {
            told.add(reason + " " + count);
        }

        @Override
        public void commands(Outcome.@Nullable Reason refused, long count) {
            told.add((refused == null ? "applied" : refused) + " " + count);
        }

        @Override
        public void schedulesRead(long count) {
            told.add("read " + count);
        }

        @Override
        public void deadLetters(long count) {
            told.add("dead " + count);
        }

        @Override
        public void ticked(long nanos) {
            told.add("tick");
        }
    };

    @Test
    void tellsNothingBeforeTheCommitAndEverythingOnce() {
        tally.fired(FireKind.CRON, 1_000);
        tally.fired(FireKind.CRON, 1_000);
        tally.fired(FireKind.AT, 2_000);
        tally.skipped(SkipReason.MISSED, 7);
        tally.command(new Outcome.Applied(1, Json.object()));
        tally.command(Outcome.Refused.of(Outcome.Reason.CONFLICT, "no"));
        tally.scheduleRead();
        tally.deadLetter();
        assertThat(told).isEmpty();

        tally.committed(meter);
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "CRON 2",
                        "AT 1",
                        "due 1000: 2",
                        "due 2000: 1",
                        "MISSED 7",
                        "applied 1",
                        "CONFLICT 1",
                        "read 1",
                        "dead 1");

        told.clear();
        tally.committed(meter);
        assertThat(told).isEmpty();
        tally.fired(FireKind.CRON, 1_000);
        tally.committed(meter);
        assertThat(told).containsExactly("CRON 1", "due 1000: 1");
    }

    @Test
    void countsTheFiresOfAHerdAsOneRunAndTakesManyRuns() {
        for (int fire = 0; fire < 100; fire++) {
            tally.fired(FireKind.CRON, 5);
        }
        for (int due = 100; due < 200; due++) {
            tally.fired(FireKind.CRON, due);
        }
        tally.committed(meter);
        assertThat(told).hasSize(102).contains("CRON 200", "due 5: 100", "due 100: 1", "due 199: 1");
    }
}
