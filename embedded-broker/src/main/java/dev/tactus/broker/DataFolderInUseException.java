package dev.tactus.broker;

import java.nio.file.Path;

/** Another broker, in this JVM or another, holds the data folder. */
public final class DataFolderInUseException extends BrokerException {
    private static final long serialVersionUID = 1L;

    DataFolderInUseException(Path folder) {
        super("The data folder " + folder
                + " is in use by another broker. Stop that one first, or choose another folder.");
    }
}
