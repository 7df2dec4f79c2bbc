package dev.tactus.contracts.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Ids;
import dev.tactus.contracts.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the template writes is, byte for byte, the event's JSON. */
class FireTemplateTest {
    private static final Instant CREATED = Instant.parse("2026-11-24T10:00:00Z");
    private static final UUID JOB = UUID.fromString("01ab0cd0-e5f6-8123-8456-789abcdef012");

    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS").withLocale(Locale.ROOT);

    private static String written(
            String workflow,
            FireKind kind,
            ObjectNode params,
            Instant scheduled,
            Instant due,
            ZoneOffset offset,
            @Nullable String dst,
            long seq) {
        ScheduleState state = state(workflow, params);
        LocalDateTime local = LocalDateTime.ofInstant(scheduled, offset);
        byte[] json = new FireTemplate("tenant", workflow, 900, kind, "2026a")
                .fire(
                        state.definition().id(),
                        state.revision(),
                        Json.bytes(params),
                        JOB,
                        scheduled.toEpochMilli(),
                        due.toEpochMilli(),
                        due.plusMillis(7).toEpochMilli(),
                        offset.getTotalSeconds(),
                        dst,
                        seq);
        FireEvent event = new FireEvent(
                JOB,
                "tenant",
                state.definition().id(),
                3,
                workflow,
                kind,
                scheduled,
                due,
                due.plusMillis(7),
                LOCAL.format(local),
                offset.getId(),
                dst,
                "2026a",
                params,
                900,
                seq);
        String text = new String(json, StandardCharsets.UTF_8);
        assertThat(text).isEqualTo(new String(Json.bytes(event), StandardCharsets.UTF_8));
        assertThat(Json.read(json, FireEvent.class)).isEqualTo(event);
        return text;
    }

    private static ScheduleState state(String workflow, ObjectNode params) {
        ScheduleDefinition definition = ScheduleDefinition.byDefault(
                "tenant", Ids.derived(0, 5, "schedule"), workflow, params, "* * * * *", null, null, CREATED);
        return new ScheduleState(definition, 3, CREATED);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "2026-05-17T01:15:26.670Z, 2026-05-17T01:15:26.670Z, Z, none, 2026-05-17T01:15:26.670",
                "2026-03-29T01:00:00Z, 2026-03-29T01:00:31Z, +02:00, gap_moved, 2026-03-29T03:00:00.000",
                "2026-10-25T00:30:00Z, 2026-10-25T00:30:00Z, +02:00, overlap_first, 2026-10-25T02:30:00.000",
                "2026-12-31T23:59:00Z, 2026-12-31T23:59:00Z, -03:30, none, 2026-12-31T20:29:00.000",
                "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z, +05:45, none, 1970-01-01T05:45:00.000",
            })
    void instantsAndOffsets(Instant scheduled, Instant due, String offset, @Nullable String dst, String local) {
        assertThat(written(
                        "report",
                        FireKind.CRON,
                        Json.object(),
                        scheduled,
                        due,
                        (ZoneOffset) ZoneId.of(offset),
                        dst,
                        41))
                .contains("\"local_time\":\"" + local + "\"");
    }

    /** Instants of all years that a schedule may name and some around them, every form of offset, numbers of any length. */
    @Test
    void anyInstantAndOffset() {
        Random random = new Random(13);
        long first = Instant.parse("-0001-01-01T00:00:00Z").toEpochMilli();
        long last = Instant.parse("+10001-01-01T00:00:00Z").toEpochMilli();
        int most = ZoneOffset.MAX.getTotalSeconds();
        for (int i = 0; i < 3_000; i++) {
            Instant scheduled = Instant.ofEpochMilli(random.nextLong(first, last));
            int unit = List.of(1, 60, 900, 3_600).get(i % 4);
            ZoneOffset offset = ZoneOffset.ofTotalSeconds(random.nextInt(-most / unit, most / unit + 1) * unit);
            written(
                    "report",
                    FireKind.CRON,
                    Json.object(),
                    scheduled,
                    scheduled.plusSeconds(random.nextInt(100)),
                    offset,
                    i % 3 == 0 ? "overlap_second" : null,
                    random.nextLong() >>> random.nextInt(1, 64));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "9999-12-31T23:59:59.999Z, +14:00, +10000-01-01T13:59:59.999",
        "0001-01-01T00:00:00Z, -12:00, 0000-12-31T12:00:00.000",
        "0000-01-01T00:00:00Z, -00:00:01, -0001-12-31T23:59:59.000",
        "1890-01-01T00:00:00Z, +00:53:28, 1890-01-01T00:53:28.000",
        "2000-02-29T23:59:59.999Z, +00:00:01, 2000-03-01T00:00:00.999",
        "1900-02-28T23:59:59.999Z, +00:00:01, 1900-03-01T00:00:00.999",
    })
    void yearsAndOffsetsAtTheEdges(Instant scheduled, String offset, String local) {
        assertThat(written(
                        "report", FireKind.CRON, Json.object(), scheduled, scheduled, ZoneOffset.of(offset), null, 7))
                .contains("\"local_time\":\"" + local + "\"")
                .contains("\"utc_offset\":\"" + offset + "\"");
    }

    static List<ObjectNode> params() {
        return List.of(
                Json.object(),
                Json.object().put("quote", "\"\\ \n\t and \u0001").put("umlaut", "Grüße, 世界, 😀"),
                Json.object().putNull("nothing").put("number", new java.math.BigDecimal("1.20000000000000000001")),
                (ObjectNode) Json.object()
                        .set(
                                "nested",
                                Json.object()
                                        .putArray("list")
                                        .add(1)
                                        .addObject()
                                        .put("a", true)));
    }

    @ParameterizedTest
    @MethodSource("params")
    void paramsOfAnyForm(ObjectNode params) {
        for (FireKind kind : FireKind.values()) {
            written("a \"workflow\" of Köln", kind, params, CREATED, CREATED, ZoneOffset.UTC, null, 41);
        }
    }
}
