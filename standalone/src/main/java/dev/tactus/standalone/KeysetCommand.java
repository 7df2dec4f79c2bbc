package dev.tactus.standalone;

import dev.tactus.contracts.secret.SecretBox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a new keyset for {@code secrets.keyset}, for a configuration that is written by hand. */
@Command(
        name = "keyset",
        mixinStandardHelpOptions = true,
        description = "Print a new keyset for the setting secrets.keyset. It is a secret: whoever has it can read all"
                + " callback secrets.")
final class KeysetCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before run().
    private CommandSpec spec;

    @Override
    public void run() {
        // The keyset in one line: it fits into an environment file.
        spec.commandLine().getOut().println(SecretBox.newKeyset().replaceAll("\\s+", ""));
    }
}
