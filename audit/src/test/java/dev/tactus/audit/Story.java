package dev.tactus.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.schedule.FireEvent;
import dev.tactus.contracts.schedule.FireId;
import dev.tactus.contracts.schedule.FireKind;
import dev.tactus.contracts.schedule.ScheduleDefinition;
import dev.tactus.contracts.schedule.ScheduleEvent;
import dev.tactus.contracts.schedule.ScheduleState;
import dev.tactus.contracts.schedule.SkipReason;
import dev.tactus.contracts.topic.EntityKey;
import dev.tactus.contracts.topic.Topic;
import dev.tactus.recurrence.Recurrence;
import dev.tactus.testkit.InMemoryLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A log of one partition, written by hand in the words of the domain. Instants are minutes and seconds after ten o'clock, as
 * in {@code 5} or {@code "5:30"}.
 */
final class Story {
    static final Instant TEN = Instant.parse("2027-01-10T10:00:00Z");

    final InMemoryLog log = new InMemoryLog();
    private final List<Finding> findings = new ArrayList<>();
    private ScheduleDefinition definition;
    private long revision;
    private long seq;
    private Instant now = TEN;
    private String rules = Recurrence.tzdbVersion();

    Story() {
        FactReader.TOPICS.forEach(topic -> log.topic(topic.topicName(), 1));
        log.topic(Topic.SCHEDULE_STATE.topicName(), 1);
        definition = everyMinute(TEN.minusSeconds(30));
    }

    static ScheduleDefinition everyMinute(Instant createdAt) {
        return ScheduleDefinition.byDefault(
                "acme",
                Ids.derived(createdAt.toEpochMilli(), 7, "schedule"),
                "echo",
                Json.object(),
                "* * * * *",
                null,
                null,
                createdAt);
    }

    static Instant at(double minute) {
        return TEN.plusMillis(Math.round(minute * 60_000));
    }

    EntityKey key() {
        return definition.key();
    }

    ScheduleDefinition definition() {
        return definition;
    }

    /** Sets a field before the schedule is created, or what {@link #updated} shall change. */
    Story with(String field, Object value) {
        ObjectNode json = (ObjectNode) Json.tree(definition);
        json.set(field, Json.tree(value));
        definition = Json.convert(json, ScheduleDefinition.class);
        return this;
    }

    /** The clock of what follows. */
    Story now(double minute) {
        now = at(minute);
        return this;
    }

    Story rules(String version) {
        rules = version;
        return this;
    }

    Story created(double minute) {
        now = at(minute);
        revision = 1;
        return say(new ScheduleEvent.Created("acme", definition.id(), definition, null, now, ++seq));
    }

    Story updated(double minute) {
        now = at(minute);
        return say(new ScheduleEvent.Updated(
                "acme", definition.id(), definition, ++revision, List.of("any"), null, null, now, ++seq));
    }

    Story deleted(double minute) {
        now = at(minute);
        return say(new ScheduleEvent.Deleted("acme", definition.id(), ++revision, null, now, ++seq));
    }

    Story rescheduled(double before, double after, String rulesBefore, String rulesAfter) {
        rules = rulesAfter;
        return say(new ScheduleEvent.Rescheduled(
                "acme", definition.id(), revision, at(before), at(after), rulesBefore, rulesAfter, now, ++seq));
    }

    Story skipped(SkipReason reason, double first, double last, long count) {
        return say(new ScheduleEvent.InstantsSkipped(
                "acme", definition.id(), revision, reason, at(first), at(last), count, now, now, rules, ++seq));
    }

    /** Fires at each of these minutes, on time. */
    Story fires(double... minutes) {
        for (double minute : minutes) {
            now = at(minute).isAfter(now) ? at(minute) : now;
            fire(fire -> fire, minute);
        }
        return this;
    }

    /** A fire that is not as it should be. */
    Story fire(UnaryOperator<FireEvent> changed, double minute) {
        Instant nominal = at(minute);
        Recurrence recurrence = Recurrence.compile(definition.recurrence());
        FireKind kind = FireKind.valueOf(recurrence.kind().name());
        UUID id = FireId.of("acme", definition.id(), nominal.toEpochMilli(), kind, FireId.FIRST);
        Instant due = Instant.ofEpochMilli(recurrence.due(nominal.toEpochMilli(), id.getLeastSignificantBits()));
        FireEvent event = new FireEvent(
                id,
                "acme",
                definition.id(),
                revision,
                "echo",
                kind,
                nominal,
                due,
                now.isBefore(due) ? due : now,
                "",
                "Z",
                null,
                rules,
                Json.object(),
                900,
                ++seq);
        append(Topic.SCHEDULE_FIRES, changed.apply(event));
        return this;
    }

    Story triggered(double minute, String action) {
        UUID id = FireId.of("acme", definition.id(), at(minute).toEpochMilli(), FireKind.MANUAL, action);
        return fire(fire -> with(with(fire, "kind", "manual"), "job_id", id), minute);
    }

    static FireEvent with(FireEvent fire, String field, Object value) {
        ObjectNode json = (ObjectNode) Json.tree(fire);
        json.set(field, Json.tree(value));
        return Json.convert(json, FireEvent.class);
    }

    Story jobEnded() {
        append(
                Topic.JOB_EVENTS,
                Map.of(
                        "job",
                        Map.of(
                                "tenant", "acme",
                                "schedule_id", definition.id().toString(),
                                "status", "completed"),
                        "seq",
                        ++seq));
        return this;
    }

    /** A fact that gets its number and never reaches its topic. */
    Story loses() {
        seq++;
        return this;
    }

    /** A change that never reaches its topic. */
    Story losesUpdate() {
        revision++;
        return this;
    }

    Story say(ScheduleEvent event) {
        append(Topic.SCHEDULE_EVENTS, event);
        return this;
    }

    Story state() {
        append(Topic.SCHEDULE_STATE, new ScheduleState(definition, revision, now));
        return this;
    }

    void append(Topic topic, Object value) {
        append(topic, key(), value);
    }

    void append(Topic topic, EntityKey key, Object value) {
        log.append(topic.topicName(), 0, key.bytes(), Json.bytes(value), now.toEpochMilli());
    }

    /** Audits up to a minute; the findings, as {@code what instant}. */
    List<String> audited(double to) {
        audit(null, to);
        return findings.stream()
                .map(finding -> finding.what().name().toLowerCase(Locale.ROOT)
                        + (finding.instant() == null
                                ? ""
                                : " " + Duration.between(TEN, finding.instant()).toMillis() / 60_000.0)
                        + (finding.count() == 1 ? "" : " x" + finding.count()))
                .toList();
    }

    List<Finding> findings() {
        return findings;
    }

    /** Findings up to that minute. */
    Summary audit(Instant from, double to) {
        return audit(from, at(to), to);
    }

    /** All findings, also of later instants. */
    Summary auditAll(double dueBy) {
        return audit(null, null, dueBy);
    }

    private Summary audit(@Nullable Instant from, @Nullable Instant until, double to) {
        findings.clear();
        AuditSettings settings = new AuditSettings(
                Map.of("bootstrap.servers", "in memory"), from, until, at(to), null, AuditSettings.LATE_WINDOW);
        return new Audit(settings, log::consumer, Duration.ZERO).run(findings::add);
    }
}
