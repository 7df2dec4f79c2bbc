package dev.tactus.bench.peer;

import java.util.Arrays;

/** The schedulers that a herd is also given to. */
public enum Peer {
    DB_SCHEDULER("db-scheduler", Integer.MAX_VALUE),
    /** Some hundred a second: a larger warm-up would not end before the herd. */
    QUARTZ("quartz", 1_000);

    private final String peerName;
    private final int mostWarmUp;

    Peer(String peerName, int mostWarmUp) {
        this.peerName = peerName;
        this.mostWarmUp = mostWarmUp;
    }

    int warmUp(int wanted) {
        return Math.min(wanted, mostWarmUp);
    }

    public static Peer named(String name) {
        return Arrays.stream(values())
                .filter(peer -> peer.peerName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no peer " + name + ": it is " + Arrays.toString(values())));
    }

    @Override
    public String toString() {
        return peerName;
    }
}
