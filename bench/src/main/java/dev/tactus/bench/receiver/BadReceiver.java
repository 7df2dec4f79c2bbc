package dev.tactus.bench.receiver;

import dev.tactus.bench.http.HttpMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ways in which a receiver can be bad. Each is a host of its own, that is, a port. */
public enum BadReceiver {
    /** Takes the request and never answers. */
    HANGS {
        @Override
        void answer(Socket connection, OutputStream out) throws IOException {
            // Until the other side closes.
            connection.getInputStream().readAllBytes();
        }
    },
    /** Answers 200, and then a byte a second. */
    DRIPS {
        @Override
        void answer(Socket connection, OutputStream out) throws IOException {
            out.write(head("200 OK", 1_000_000));
            while (true) {
                out.write('.');
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
        }
    },
    /** Answers 200 with a gigabyte. */
    FLOODS {
        @Override
        void answer(Socket connection, OutputStream out) throws IOException {
            byte[] chunk = new byte[64 * 1024];
            long left = 1L << 30;
            out.write(head("200 OK", left));
            for (; left > 0; left -= chunk.length) {
                out.write(chunk);
            }
        }
    },
    /** Resets the connection. */
    RESETS {
        @Override
        void answer(Socket connection, OutputStream out) throws IOException {
            connection.setSoLinger(true, 0);
            throw new IOException("reset, as it is to be");
        }
    },
    /** Answers 500 every other time. */
    FAILS {
        @Override
        void answer(Socket connection, OutputStream out) throws IOException {
            out.write(head(ThreadLocalRandom.current().nextBoolean() ? "500 Internal Server Error" : "200 OK", 0));
        }
    };

    abstract void answer(Socket connection, OutputStream out) throws IOException;

    int listen() {
        return Connections.listen(name().toLowerCase(Locale.ROOT), connection -> {
            HttpMessage.Reader reader = new HttpMessage.Reader(connection.getInputStream());
            while (reader.next() != null) {
                answer(connection, connection.getOutputStream());
            }
        });
    }

    private static byte[] head(String status, long length) {
        return ("HTTP/1.1 " + status + "\r\ncontent-length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
