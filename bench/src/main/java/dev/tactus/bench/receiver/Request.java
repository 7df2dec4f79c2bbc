package dev.tactus.bench.receiver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/1.1 with a {@code content-length}, which is all that comes here. A server that does more takes longer,
 * and what measures the dispatcher shares the machine with it.
 *
 * @param headers by their names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Request(String path, Map<String, String> headers, byte[] body) {
    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** Reads requests from one connection, one after the other. */
    static final class Reader {
        private static final int LONGEST = 1 << 20;
        private static final int FIRST_SIZE = 4_096;

        private final InputStream in;
        private byte[] buffer = new byte[FIRST_SIZE];
        private int filled;

        Reader(InputStream in) {
            this.in = in;
        }

        /** Null when the connection ended. */
        @Nullable
        Request next() throws IOException {
            int head = endOfHead();
            if (head < 0) {
                return null;
            }
            String[] lines = new String(buffer, 0, head, StandardCharsets.ISO_8859_1).split("\r\n");
            Map<String, String> headers = new HashMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                if (colon > 0) {
                    headers.put(
                            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                            lines[i].substring(colon + 1).strip());
                }
            }
            int begin = head + 4;
            int end = begin + Integer.parseInt(headers.getOrDefault("content-length", "0"));
            while (filled < end) {
                if (!more()) {
                    return null;
                }
            }
            byte[] body = Arrays.copyOfRange(buffer, begin, end);
            System.arraycopy(buffer, end, buffer, 0, filled - end);
            filled -= end;
            return new Request(lines[0].split(" ")[1], headers, body);
        }

        private int endOfHead() throws IOException {
            int from = 0;
            while (true) {
                for (int at = from; at + 4 <= filled; at++) {
                    if (buffer[at] == '\r'
                            && buffer[at + 2] == '\r'
                            && buffer[at + 1] == '\n'
                            && buffer[at + 3] == '\n') {
                        return at;
                    }
                }
                from = Math.max(0, filled - 3);
                if (!more()) {
                    return -1;
                }
            }
        }

        private boolean more() throws IOException {
            if (filled == buffer.length) {
                if (buffer.length >= LONGEST) {
                    throw new IOException("a request of more than " + LONGEST + " bytes");
                }
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
            int read = in.read(buffer, filled, buffer.length - filled);
            filled += Math.max(0, read);
            return read >= 0;
        }
    }
}
