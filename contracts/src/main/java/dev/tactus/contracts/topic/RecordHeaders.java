package dev.tactus.contracts.topic;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** The headers of records, by name. Values are UTF-8 text. */
public final class RecordHeaders {
    /** What the record is, as in {@code schedule.fired}: subscribers choose by it without parsing the value. */
    public static final String EVENT_TYPE = "event-type";
    /** The version of the value's form; a reader may meet a higher one and ignores keys that it does not know. */
    public static final String EVENT_VERSION = "event-version";
    /** W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    private RecordHeaders() {}

    public static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    public static void add(Headers headers, String name, String value) {
        headers.add(header(name, value));
    }

    public static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
