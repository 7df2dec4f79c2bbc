package dev.tactus.http;

/** A body is larger than it may be. */
public final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient byte[] beginning;
    private final boolean unread;

    TooLargeException(int maxBytes, byte[] beginning, boolean unread) {
        super("The body is larger than " + maxBytes + " bytes");
        this.beginning = beginning;
        this.unread = unread;
    }

    /** What was read of it; nothing if none of it was. */
    public byte[] beginning() {
        return beginning.clone();
    }

    /** True if more of the body is to come: the answer must close the connection. */
    public boolean unread() {
        return unread;
    }
}
