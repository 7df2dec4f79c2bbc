package dev.tactus.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Ids that are derived must be the same in every release: receivers and replays know them. */
class IdsTest {
    /** As the ids' form says it, without any haste. */
    private static UUID byTheForm(long epochMilli, int slot, String... parts) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(2).putShort((short) bytes.length).array());
            digest.update(bytes);
        }
        long bits = ByteBuffer.wrap(digest.digest()).getLong();
        return new UUID(epochMilli << 16 | 0x8000 | slot, bits & -1L >>> 2 | 1L << 63);
    }

    @Test
    void derivedIdsFollowTheirForm() throws NoSuchAlgorithmException {
        List<String> parts = List.of("", "a", "0", "Köln, 世界, 😀", "\ud800", "x".repeat(1_000), "é".repeat(40_000));
        for (String one : parts) {
            for (String other : parts) {
                assertThat(Ids.derived(17, 4_095, one, other)).isEqualTo(byTheForm(17, 4_095, one, other));
            }
        }
        assertThat(Ids.derived(0, 0)).isEqualTo(byTheForm(0, 0));
    }

    @Test
    void aFiresIdIsDerivedFromTexts() {
        Random random = new Random(5);
        // Longer than what the room for an id's parts begins with.
        String ordinal = "0".repeat(300);
        for (int i = 0; i < 1_000; i++) {
            UUID schedule = new UUID(random.nextLong(), random.nextLong());
            long instant = random.nextLong() >> random.nextInt(16, 64);
            assertThat(Ids.ofFire("tenant", schedule, instant, "cron", ordinal))
                    .isEqualTo(Ids.derived(
                            instant,
                            Ids.slot(schedule),
                            "tenant",
                            schedule.toString(),
                            Long.toString(instant),
                            "cron",
                            ordinal));
        }
    }
}
