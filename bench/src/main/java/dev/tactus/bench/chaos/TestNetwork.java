package dev.tactus.bench.chaos;

import dev.tactus.bench.BenchFailure;
import dev.tactus.bench.process.Shell;
import dev.tactus.bench.process.Surroundings;
import java.util.List;
import java.util.Map;

/** A network namespace with a cable to this one, that can be pulled. Needs root. */
final class TestNetwork implements AutoCloseable {
    private final String namespace;
    private final String here;
    private final String prefix;

    private TestNetwork(String namespace, String here, String prefix) {
        this.namespace = namespace;
        this.here = here;
        this.prefix = prefix;
    }

    /** @throws BenchFailure when this process may not make it */
    static TestNetwork create() {
        long pid = ProcessHandle.current().pid();
        String namespace = "tactus-" + pid;
        String here = "tac" + pid % 1_000_000 + "a";
        String there = "tac" + pid % 1_000_000 + "b";
        TestNetwork network = new TestNetwork(namespace, here, "10.213." + pid % 250);
        try {
            Shell.run("ip", "netns", "add", namespace);
            Shell.run("ip", "link", "add", here, "type", "veth", "peer", "name", there);
            Shell.run("ip", "link", "set", there, "netns", namespace);
            Shell.run("ip", "addr", "add", network.address() + "/30", "dev", here);
            Shell.run("ip", "link", "set", here, "up");
            network.inside("ip", "link", "set", "lo", "up");
            network.inside("ip", "addr", "add", network.addressInside() + "/30", "dev", there);
            network.inside("ip", "link", "set", there, "up");
            return network;
        } catch (BenchFailure e) {
            network.close();
            throw e;
        }
    }

    private void inside(String... command) {
        String[] all = new String[command.length + 4];
        List<String> into = List.of("ip", "netns", "exec", namespace);
        for (int i = 0; i < all.length; i++) {
            all[i] = i < into.size() ? into.get(i) : command[i - into.size()];
        }
        Shell.run(all);
    }

    /** Of this side. */
    String address() {
        return prefix + ".1";
    }

    String addressInside() {
        return prefix + ".2";
    }

    Surroundings surroundings() {
        return new Surroundings(List.of("ip", "netns", "exec", namespace), Map.of());
    }

    /** From here on nothing passes, and nobody is told: packets are lost. */
    void cut() {
        Shell.run("ip", "link", "set", here, "down");
    }

    void mend() {
        Shell.run("ip", "link", "set", here, "up");
    }

    @Override
    public void close() {
        for (String[] command : new String[][] {{"ip", "link", "del", here}, {"ip", "netns", "del", namespace}}) {
            try {
                Shell.run(command);
            } catch (BenchFailure gone) {
                // It was not made, or it went with the other end.
            }
        }
    }
}
