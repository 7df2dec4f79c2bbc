package dev.tactus.bench.receiver;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The receivers in a JVM of their own. Argument: the secret that callbacks are signed with. */
public final class ReceiverMain {
    static final String LISTENS = "the receivers listen on ";

    private ReceiverMain() {}

    /** Says the ports, that of the quick receiver first, then those of the bad ones in their order. */
    public static void main(String[] args) {
        int quick = new QuickReceiver(args[0]).listen();
        System.out.println(LISTENS + quick + " "
                + Arrays.stream(BadReceiver.values())
                        .map(bad -> Integer.toString(bad.listen()))
                        .collect(Collectors.joining(" ")));
    }
}
