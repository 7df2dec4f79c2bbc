package dev.tactus.broker;

import java.nio.file.Path;

/** The data folder cannot be created, read or written, or holds what is not a broker's data. */
public final class DataFolderUnusableException extends BrokerException {
    private static final long serialVersionUID = 1L;

    DataFolderUnusableException(Path folder, Throwable cause) {
        super(
                "The data folder " + folder + " cannot be used (" + oneLine(cause)
                        + "). Make it writable for this user, or choose another folder.",
                cause);
    }

    private static String oneLine(Throwable cause) {
        String message = cause.getMessage();
        String text = cause.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        return text.replaceAll("\\s+", " ");
    }
}
