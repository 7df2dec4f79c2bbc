package dev.tactus.standalone;

import dev.tactus.contracts.secret.SecretBox;
import dev.tactus.contracts.secret.SecretException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints a keyset for {@code secrets.keyset}: a new one, or the next step of another one's rotation. */
@Command(
        name = "keyset",
        mixinStandardHelpOptions = true,
        description = "Print a new keyset for the setting secrets.keyset. It is a secret: whoever has it can read all"
                + " callback secrets. To rotate one, print it with a further key, give that to all services, then print"
                + " that with the further key as the primary and give it to all services again.")
final class KeysetCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before run().
    private CommandSpec spec;

    @ArgGroup
    private @Nullable Step step;

    /** One step of a rotation. */
    static final class Step {
        @Option(
                names = "--add-key-to",
                paramLabel = "FILE",
                description = "the keyset in the file, with a further key that decrypts and does not encrypt yet")
        @Nullable
        Path addTo;

        @Option(
                names = "--promote-last-key-of",
                paramLabel = "FILE",
                description = "the keyset in the file, with its last key as the one that encrypts")
        @Nullable
        Path promoteIn;
    }

    @Override
    public void run() {
        // The keyset in one line: it fits into an environment file.
        spec.commandLine().getOut().println(keyset().replaceAll("\\s+", ""));
    }

    private String keyset() {
        Step wanted = step;
        if (wanted == null) {
            return SecretBox.newKeyset();
        }
        Path addTo = wanted.addTo;
        Path promoteIn = wanted.promoteIn;
        if (addTo != null) {
            return changed(addTo, SecretBox::withFurtherKey);
        }
        return promoteIn == null ? SecretBox.newKeyset() : changed(promoteIn, SecretBox::withLastKeyAsPrimary);
    }

    private String changed(Path file, UnaryOperator<String> change) {
        try {
            return change.apply(Files.readString(file));
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "cannot read " + file + ": " + e, e);
        } catch (SecretException e) {
            throw new ParameterException(spec.commandLine(), file + ": " + e.getMessage(), e);
        }
    }
}
