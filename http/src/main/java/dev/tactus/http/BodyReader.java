package dev.tactus.http;

import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/**
 * Reads bodies up to a bound. Of a larger one it reads on for a while: a server that closes a connection with unread bytes
 * resets it, and a client that still writes then sees a broken pipe, not the 413.
 *
 * <p>The server's own bound ({@code maxPayloadSize}) does just that, so it must not be the smaller one.
 */
public final class BodyReader {
    /** This much of what is too large is read and thrown away. A client that sends more is cut off. */
    private static final int DRAINED = 1024 * 1024;

    private final int maxBytes;
    private final long cutOff;

    /** @param maxBytes of a body */
    public BodyReader(int maxBytes) {
        this.maxBytes = maxBytes;
        this.cutOff = (long) maxBytes + DRAINED;
    }

    /**
     * @return the body, empty if there is none
     * @throws TooLargeException when it is larger than the bound
     * @throws UncheckedIOException when the client broke off
     */
    public byte[] read(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        OptionalLong length = request.headers().contentLength();
        if (length.isPresent() && length.getAsLong() > cutOff) {
            throw new TooLargeException(maxBytes, new byte[0], true);
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length <= maxBytes) {
                return bytes;
            }
            throw new TooLargeException(maxBytes, bytes, !drain(in));
        } catch (IOException e) {
            throw new UncheckedIOException("the client broke off its request", e);
        }
    }

    /** True once the end was reached. */
    private static boolean drain(InputStream in) throws IOException {
        byte[] waste = new byte[16 * 1024];
        int drained = 0;
        while (drained <= DRAINED) {
            int read = in.read(waste);
            if (read < 0) {
                return true;
            }
            drained += read;
        }
        return false;
    }
}
