package dev.tactus.bench.load;

import dev.tactus.bench.QuietLogs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The sender of the limit in a JVM of its own, as the processor has one. Arguments: where the broker is, and how many
 * producers. Each line of its input is a number of fires to send, and it ends with its input.
 */
public final class LimitMain {
    static final String READY = "ready";

    /** When the first was sent, in epoch milliseconds. */
    static final String BEGUN = "begun at ";

    /** When all were committed. */
    static final String ENDED = "ended at ";

    private LimitMain() {}

    public static void main(String[] args) throws IOException {
        QuietLogs.set();
        RecordSample sample = RecordSample.last(args[0]);
        try (LimitSender sender = new LimitSender(args[0], sample, Integer.parseInt(args[1]));
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(READY);
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println(BEGUN + System.currentTimeMillis());
                sender.send(Long.parseLong(line));
                System.out.println(ENDED + System.currentTimeMillis());
            }
        }
    }
}
