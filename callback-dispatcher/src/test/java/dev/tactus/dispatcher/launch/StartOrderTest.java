package dev.tactus.dispatcher.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StartOrderTest {
    private static final UUID DAILY = new UUID(0, 1);
    private static final UUID HOURLY = new UUID(0, 2);

    private final StartOrder order = new StartOrder();
    private final List<String> gone = new ArrayList<>();

    @Test
    void letsOneGoWhenTheOneBeforeHasStarted() {
        CompletableFuture<Void> first = next(DAILY, "first");
        CompletableFuture<Void> second = next(DAILY, "second");
        CompletableFuture<Void> third = next(DAILY, "third");
        assertThat(gone).containsExactly("first");
        first.complete(null);
        assertThat(gone).containsExactly("first", "second");
        third.complete(null);
        second.complete(null);
        assertThat(gone).containsExactly("first", "second", "third");
        assertThat(order.open()).isZero();
    }

    @Test
    void schedulesDoNotWaitForEachOther() {
        CompletableFuture<Void> first = next(DAILY, "daily");
        next(HOURLY, "hourly");
        assertThat(gone).containsExactly("daily", "hourly");
        first.complete(null);
        next(DAILY, "again");
        assertThat(gone).endsWith("again");
    }

    private CompletableFuture<Void> next(UUID schedule, String name) {
        CompletableFuture<Void> started = new CompletableFuture<>();
        order.next(schedule, started, () -> gone.add(name));
        return started;
    }
}
