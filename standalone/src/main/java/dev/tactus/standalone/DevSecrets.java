package dev.tactus.standalone;

import dev.tactus.contracts.secret.SecretBox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What a data folder keeps secret, made with the folder and kept as long as it: without this keyset the callback secrets
 * in its Kafka cannot be read.
 *
 * @param keyset for {@code secrets.keyset}
 */
record DevSecrets(String keyset) {
    private static final String KEYSET = "secrets.keyset";

    /** Reads the folder's secrets, or makes them. */
    static DevSecrets of(DevFolder folder) {
        Path file = folder.secrets();
        try {
            if (!Files.exists(file)) {
                write(folder, file);
            }
            Properties read = new Properties();
            try (InputStream in = Files.newInputStream(file)) {
                read.load(in);
            }
            String keyset = read.getProperty(KEYSET);
            if (keyset == null) {
                throw new StartFailure(file + " has no " + KEYSET + ": restore the file, or choose another --data-dir");
            }
            return new DevSecrets(keyset);
        } catch (IOException e) {
            throw new StartFailure("cannot read or write " + file + " (" + e + "): make it readable for this user", e);
        }
    }

    private static void write(DevFolder folder, Path file) throws IOException {
        Properties made = new Properties();
        made.setProperty(KEYSET, SecretBox.newKeyset().replaceAll("\\s+", ""));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        made.store(out, "Made by ./tactus dev. Keep it with this folder: its callback secrets are encrypted with it.");
        folder.writePrivate(file, out.toByteArray());
    }

    @Override
    public String toString() {
        return "DevSecrets[…]";
    }
}
