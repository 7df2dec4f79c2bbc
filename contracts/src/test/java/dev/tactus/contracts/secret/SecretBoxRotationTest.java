package dev.tactus.contracts.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The two steps of a rotation, with services that run on either side of each. */
class SecretBoxRotationTest {
    /** A Tink ciphertext begins with a version and its key's id. */
    private static final int KEY_ID_BYTES = 5;

    private static byte[] keyOf(String ciphertext) {
        return Arrays.copyOf(Base64.getDecoder().decode(ciphertext), KEY_ID_BYTES);
    }

    @Test
    void whatAnyServiceEncryptsAnyOtherCanReadAtEachStep() {
        String before = SecretBox.newKeyset();
        String further = SecretBox.withFurtherKey(before);
        String rotated = SecretBox.withLastKeyAsPrimary(further);
        String old = SecretBox.of(before).encrypt("s3cret", "here");
        String fresh = SecretBox.of(rotated).encrypt("s3cret", "here");

        assertThat(keyOf(SecretBox.of(further).encrypt("s3cret", "here"))).isEqualTo(keyOf(old));
        assertThat(keyOf(fresh)).isNotEqualTo(keyOf(old));
        for (String ciphertext : new String[] {old, fresh}) {
            assertThat(SecretBox.of(further).decrypt(ciphertext, "here")).isEqualTo("s3cret");
            assertThat(SecretBox.of(rotated).decrypt(ciphertext, "here")).isEqualTo("s3cret");
        }
        assertThatThrownBy(() -> SecretBox.of(before).decrypt(fresh, "here"))
                .isInstanceOf(SecretException.class)
                .hasMessageNotContaining("s3cret");
    }
}
