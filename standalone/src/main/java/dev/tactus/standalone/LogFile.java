package dev.tactus.standalone;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * A log file under one lasting name. When it is full it moves to the same name with {@code .1}, over the one before. (The
 * JDK's handler numbers the current file too, so that its name is not the one that people look for.)
 */
final class LogFile extends Handler {
    private final Path file;
    private final long limitBytes;
    private OutputStream out;
    private long written;

    /** @param limitBytes the file moves away when it has reached this size */
    LogFile(Path file, long limitBytes) throws IOException {
        this.file = file;
        this.limitBytes = limitBytes;
        this.out = append();
        this.written = Files.size(file);
    }

    private OutputStream append() throws IOException {
        return new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    @Override
    public synchronized void publish(LogRecord logged) {
        if (!isLoggable(logged)) {
            return;
        }
        try {
            if (written >= limitBytes) {
                rotate();
            }
            byte[] line = getFormatter().format(logged).getBytes(StandardCharsets.UTF_8);
            out.write(line);
            out.flush();
            written += line.length;
        } catch (IOException e) {
            reportError(null, e, ErrorManager.WRITE_FAILURE);
        }
    }

    private void rotate() throws IOException {
        out.close();
        Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        out = append();
        written = 0;
    }

    @Override
    public void flush() {
        // Every line is flushed as it is written.
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            reportError(null, e, ErrorManager.CLOSE_FAILURE);
        }
    }
}
