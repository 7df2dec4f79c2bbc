package dev.tactus.contracts.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EntityKeyTest {
    /** Stores and topics sort by the text; what is sorted in memory must agree with them. */
    @Test
    void sortsAsItsText() {
        Random random = new Random(7);
        List<EntityKey> keys = new ArrayList<>();
        for (String tenant : List.of("a", "a-b", "a_b", "b", "tenant")) {
            for (long edge : new long[] {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
                keys.add(new EntityKey(tenant, new UUID(edge, edge)));
                keys.add(new EntityKey(tenant, new UUID(5, edge)));
                keys.add(new EntityKey(tenant, new UUID(random.nextLong(), random.nextLong())));
            }
        }
        Collections.shuffle(keys, random);
        List<EntityKey> byText = new ArrayList<>(keys);
        byText.sort(Comparator.comparing((EntityKey key) -> key.tenant()).thenComparing(EntityKey::toString));
        Collections.sort(keys);
        assertThat(keys).isEqualTo(byText);
    }

    @Test
    void readsWhatItWrites() {
        EntityKey key = new EntityKey("tenant", UUID.fromString("01919191-9191-8191-9191-919191919191"));
        assertThat(EntityKey.parse(key.bytes())).isEqualTo(key);
    }
}
