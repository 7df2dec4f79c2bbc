package dev.tactus.bench.peer;

import java.util.Arrays;

/** The schedulers that a herd is also given to. */
public enum Peer {
    /** With the polling limits of its own benchmark, the fastest that were found for it. */
    DB_SCHEDULER("db-scheduler", Integer.MAX_VALUE),
    /** With the polling limits that it has by default, as most of its users run it. */
    DB_SCHEDULER_DEFAULTS("db-scheduler-defaults", Integer.MAX_VALUE),
    /** Some hundred a second: a larger warm-up would not end before the herd. */
    QUARTZ("quartz", 1_000);

    private final String peerName;
    private final int mostWarmUp;

    Peer(String peerName, int mostWarmUp) {
        this.peerName = peerName;
        this.mostWarmUp = mostWarmUp;
    }

    /** This peer in this JVM. */
    PeerScheduler open(String url) {
        return switch (this) {
            case DB_SCHEDULER -> new DbScheduler(url, DbScheduler.Polling.OF_ITS_BENCHMARK);
            case DB_SCHEDULER_DEFAULTS -> new DbScheduler(url, DbScheduler.Polling.BY_DEFAULT);
            case QUARTZ -> new Quartz(url);
        };
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
