package dev.tactus.bench.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request or a response of HTTP/1.1 with a {@code content-length}, which is all that comes here. A library that does more
 * takes longer, and what measures Tactus shares the machine with it: a client's part of a create was twice as much with
 * one.
 *
 * @param target the path of a request, the status of a response: what is second in the first line
 * @param headers by their names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpMessage(String target, Map<String, String> headers, byte[] body) {
    @Nullable
    public String header(String name) {
        return headers.get(name);
    }

    /** Reads the messages of one connection, one after the other. */
    public static final class Reader {
        private static final int LONGEST = 1 << 20;
        private static final int FIRST_SIZE = 4_096;

        private final InputStream in;
        private byte[] buffer = new byte[FIRST_SIZE];
        private int filled;

        public Reader(InputStream in) {
            this.in = in;
        }

        /** Null when the connection ended. */
        @Nullable
        public HttpMessage next() throws IOException {
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
            return new HttpMessage(lines[0].split(" ")[1], headers, body);
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
                    throw new IOException("a message of more than " + LONGEST + " bytes");
                }
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
            }
            int read = in.read(buffer, filled, buffer.length - filled);
            filled += Math.max(0, read);
            return read >= 0;
        }
    }
}
