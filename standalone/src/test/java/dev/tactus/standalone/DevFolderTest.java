package dev.tactus.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tactus.contracts.secret.SecretBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevFolderTest {
    @TempDir
    Path temp;

    @Test
    void isItsOwnersAlone() throws IOException {
        Path root = temp.resolve("deep/down");
        try (DevFolder folder = DevFolder.open(root)) {
            DevSecrets.of(folder);
            assertThat(mode(root)).isEqualTo("rwx------");
            assertThat(mode(folder.secrets())).isEqualTo("rw-------");
        }
    }

    @Test
    void keepsItsSecrets() {
        DevSecrets first;
        try (DevFolder folder = DevFolder.open(temp)) {
            first = DevSecrets.of(folder);
        }
        try (DevFolder folder = DevFolder.open(temp)) {
            assertThat(DevSecrets.of(folder).keyset()).isEqualTo(first.keyset());
        }
        String ciphertext = SecretBox.of(first.keyset()).encrypt("s3cret", "here");
        assertThat(SecretBox.of(first.keyset()).decrypt(ciphertext, "here")).isEqualTo("s3cret");
        assertThat(first.toString()).doesNotContain("primaryKeyId");
    }

    @Test
    void servesOneInstanceAtATime() {
        try (DevFolder first = DevFolder.open(temp)) {
            assertThat(first.log()).hasParentRaw(temp);
            assertThatThrownBy(() -> DevFolder.open(temp))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("choose another with --data-dir");
        }
        DevFolder.open(temp).close();
    }

    @Test
    void saysWhatToDoWhenItsPlaceIsTaken() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> DevFolder.open(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("choose another with --data-dir");
        assertThatThrownBy(() -> DevFolder.open(file.resolve("below")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("choose another with --data-dir");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
