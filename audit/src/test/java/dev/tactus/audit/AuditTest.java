package dev.tactus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.schedule.ScheduleEvent;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is told of a finding, which are told, and what is not judged because its history was removed. */
class AuditTest {
    @Test
    void aRecordThatCannotBeReadIsNamed() {
        Story story = new Story().created(-0.5).fires(0);
        story.append(Topic.SCHEDULE_FIRES, "poison");
        assertThat(story.fires(1).audited(1)).containsExactly("unexplained");
        assertThat(story.findings().getFirst().where()).isEqualTo("schedule-fires-0@1");
    }

    @Test
    void aFindingNamesBothRecords() {
        Story story = new Story().created(-0.5).fires(0, 1, 1);
        story.audited(1);
        assertThat(story.findings().getFirst().line())
                .isEqualTo("doubled     acme/" + story.key().id()
                        + " 2027-01-10T10:01:00.000Z it fired before, at schedule-fires-0@1 (schedule-fires-0@2)");
    }

    @Test
    void onlyWhatLiesBetweenFromAndTo() {
        Story story = new Story().created(-0.5).fires(0, 2, 4, 6);
        Summary summary = story.audit(Story.at(2), 4);
        assertThat(summary.lost()).isEqualTo(1);
        assertThat(story.findings()).singleElement().returns(Story.at(3), Finding::instant);
        assertThat(summary.clean()).isFalse();
    }

    @Test
    void whatWasDecidedByAClockThatWasAheadIsFoundToo() {
        Story story = new Story().created(-0.5).fires(0, 1, 1);
        assertThat(story.auditAll(0).doubled()).isEqualTo(1);
        assertThat(story.audit(null, 0).clean()).isTrue();
    }

    @Test
    void whatRetentionRemovedIsSaidAndNotLost() {
        Story story = new Story().created(-0.5).state().fires(0, 1, 2, 3, 4, 6);
        story.log.removeBefore("schedule-fires", 0, 2);
        Summary summary = story.audit(null, 6);
        assertThat(story.findings()).singleElement().returns(Story.at(5), Finding::instant);
        assertThat(summary.removedHistory()).singleElement().asString().contains("schedule-fires");
    }

    @Test
    void aScheduleWhoseEventsWereRemovedIsJudgedByItsState() {
        Story story = new Story().created(-0.5).state().fires(0, 1, 2, 4);
        UUID other = new UUID(1, 7);
        story.append(
                Topic.SCHEDULE_EVENTS,
                new EntityKey("acme", other),
                new ScheduleEvent.Deleted("acme", other, 2, null, Story.at(4), 6));
        story.log.removeBefore("schedule-events", 0, 1);
        assertThat(story.audited(4)).isEmpty();

        Story later = new Story();
        later.append(Topic.SCHEDULE_EVENTS, "removed");
        later.created(-0.5).state().now(0.5);
        later.log.removeBefore("schedule-events", 0, 1);
        later.fires(1, 3);
        assertThat(later.audited(3)).contains("lost 2.0");
    }

    @Test
    void aRetainedPartOfAnotherTopicLeavesItsGapsUnjudged() {
        Story story = new Story()
                .created(-0.5)
                .fires(0)
                .jobEnded()
                .fires(1)
                .jobEnded()
                .fires(2)
                .loses()
                .fires(3);
        story.log.removeBefore("job-events", 0, 1);
        assertThat(story.audited(3)).containsExactly("unexplained");
    }
}
