package dev.tactus.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.topic.EntityKey;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written digit by digit is what the JDK writes. */
class AsciiTest {
    private static final int AT = 3;

    private final Random random = new Random(3);
    private final byte[] out = new byte[100];

    private String written(int end) {
        return new String(out, AT, end - AT, StandardCharsets.ISO_8859_1);
    }

    private UUID uuid() {
        // Some with zeros in front.
        return new UUID(random.nextLong() >>> random.nextInt(64), random.nextLong() >>> random.nextInt(64));
    }

    @Test
    void uuids() {
        for (int i = 0; i < 10_000; i++) {
            UUID id = uuid();
            assertThat(written(UuidText.put(id, out, AT))).isEqualTo(id.toString());
        }
    }

    @Test
    void numbers() {
        for (int i = 0; i < 10_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            assertThat(written(Decimal.put(number, out, AT))).isEqualTo(Long.toString(number));
            assertThat(Decimal.length(number)).isEqualTo(Long.toString(number).length());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, Long.MAX_VALUE, Long.MIN_VALUE, -1, -10})
    void numbersAtTheEdges(long number) {
        assertThat(written(Decimal.put(number, out, AT))).isEqualTo(Long.toString(number));
        assertThat(Decimal.length(number)).isEqualTo(Long.toString(number).length());
    }

    @Test
    void everyOffset() {
        int most = ZoneOffset.MAX.getTotalSeconds();
        for (int seconds = -most; seconds <= most; seconds++) {
            String text = ZoneOffset.ofTotalSeconds(seconds).getId();
            if (!written(OffsetText.put(seconds, out, AT)).equals(text)
                    || OffsetText.length(seconds) != text.length()) {
                assertThat(written(OffsetText.put(seconds, out, AT))).isEqualTo(text);
                assertThat(OffsetText.length(seconds)).isEqualTo(text.length());
            }
        }
    }

    @Test
    void slotsWhereTheyStandInAKey() {
        for (int i = 0; i < 10_000; i++) {
            EntityKey key = new EntityKey("tenant", uuid());
            assertThat(EntityKey.slot(key.bytes())).isEqualTo(key.slot());
            assertThat(key.bytes()).isEqualTo(key.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(key.bytes("d/")).isEqualTo(("d/" + key).getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aTenantOfOtherThanAscii() {
        EntityKey key = new EntityKey("köln", uuid());
        assertThat(key.bytes("d/")).isEqualTo(("d/" + key).getBytes(StandardCharsets.UTF_8));
        assertThat(EntityKey.slot(key.bytes())).isEqualTo(key.slot());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tenant",
                "/01ab0cd0-e5f6-8123-8456-789abcdef012",
                "01ab0cd0-e5f6-8123-8456-789abcdef012",
                "a/b/01ab0cd0-e5f6-8123-8456-789abcdef012",
                "a/01ab0cd0-e5f6-8123-8456-789abcdef0123",
                "a/1ab0cd0-e5f6-8123-8456-789abcdef012",
                "a/01ab0cd0-e5f6-8123-8456-789abcdef0g2",
                "a/01ab0cd0-e5f6-8123-8456-789ABCDEF012",
                "a/01ab0cd0+e5f6-8123-8456-789abcdef012",
                "a/01ab0cd0-e5f6-8123-8456-789abcde/012",
            })
    void noSlotWhereThereIsNoKeyOfThatForm(String text) {
        assertThat(EntityKey.slot(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(-1);
    }
}
