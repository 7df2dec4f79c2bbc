package dev.tactus.api.http;

import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/** Reads bodies up to a bound. Of a larger one it reads on for a while, else the client sees a broken pipe, not the 413. */
public final class BodyReader {
    /** Beyond it, a client that sends on is cut off. */
    static final int DRAINED = 1024 * 1024;

    private final int maxBytes;

    /** @param maxBytes of a body */
    public BodyReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    RequestBody read(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return new RequestBody(new byte[0]);
        }
        OptionalLong length = request.headers().contentLength();
        if (length.isPresent() && length.getAsLong() > DRAINED) {
            throw new TooLargeException(maxBytes, new RequestBody(new byte[0]), true);
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length <= maxBytes) {
                return new RequestBody(bytes);
            }
            throw new TooLargeException(maxBytes, new RequestBody(bytes), !drain(in, DRAINED - bytes.length));
        } catch (IOException e) {
            throw new UncheckedIOException("the client broke off its request", e);
        }
    }

    /** True once the end was reached. */
    private static boolean drain(InputStream in, int bound) throws IOException {
        byte[] waste = new byte[16 * 1024];
        int drained = 0;
        while (drained <= bound) {
            int read = in.read(waste);
            if (read < 0) {
                return true;
            }
            drained += read;
        }
        return false;
    }

    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient RequestBody beginning;
        private final boolean unread;

        TooLargeException(int maxBytes, RequestBody beginning, boolean unread) {
            super("The body is larger than " + maxBytes + " bytes");
            this.beginning = beginning;
            this.unread = unread;
        }

        RequestBody beginning() {
            return beginning;
        }

        /** True if more of the body is to come. */
        boolean unread() {
            return unread;
        }
    }
}
