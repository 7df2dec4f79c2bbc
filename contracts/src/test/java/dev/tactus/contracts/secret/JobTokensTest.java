package dev.tactus.contracts.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobTokensTest {
    private static final String KEYSET = SecretBox.newKeyset();
    private static final UUID JOB = UUID.fromString("0199a3a0-1234-8abc-8def-0123456789ab");

    private final JobTokens tokens = JobTokens.of(KEYSET);
    private final String token = tokens.token("acme", JOB);

    @Test
    void isTheSameWhereverAndWheneverItIsMade() {
        assertThat(JobTokens.of(KEYSET.replaceAll("\\s+", "")).token("acme", JOB))
                .isEqualTo(token);
        assertThat(tokens.tenantOf(token, JOB)).contains("acme");
    }

    @Test
    void isOfNoUseForAnythingElse() {
        assertThat(tokens.tenantOf(token, new UUID(1, 2))).isEmpty();
        assertThat(tokens.tenantOf(tokens.token("other", JOB), JOB)).contains("other");
        assertThat(JobTokens.of(SecretBox.newKeyset()).tenantOf(token, JOB)).isEmpty();
        // Another tenant's name before the same authentication code.
        String mac = token.substring(token.indexOf('.'));
        String other = tokens.token("other", JOB);
        assertThat(tokens.tenantOf(other.substring(0, other.indexOf('.')) + mac, JOB))
                .isEmpty();
        for (String wrong : List.of(
                "",
                "tjt_",
                "tjt_.",
                "x" + token,
                token + "A",
                token.substring(0, token.length() - 1),
                "tjt_%.%",
                token.substring(0, token.indexOf('.') + 1))) {
            assertThat(tokens.tenantOf(wrong, JOB)).as(wrong).isEmpty();
        }
    }

    @Test
    void outlivesARotation() {
        String further = SecretBox.withFurtherKey(KEYSET);
        assertThat(JobTokens.of(further).token("acme", JOB)).isEqualTo(token);

        JobTokens rotated = JobTokens.of(SecretBox.withLastKeyAsPrimary(further));
        String fresh = rotated.token("acme", JOB);
        assertThat(fresh).isNotEqualTo(token);
        assertThat(rotated.tenantOf(token, JOB)).contains("acme");
        assertThat(rotated.tenantOf(fresh, JOB)).contains("acme");
        // Whoever still runs with the keyset of the first step takes the new ones too.
        assertThat(JobTokens.of(further).tenantOf(fresh, JOB)).contains("acme");
        assertThat(tokens.tenantOf(fresh, JOB)).isEmpty();
    }

    @Test
    void isMaskedWhereItIsSentBack() {
        assertThat(JobTokens.masked("got " + token + ", and " + token.substring(0, 20)))
                .isEqualTo("got tjt_…, and tjt_…");
    }

    @Test
    void needsAKeyset() {
        for (String wrong : List.of("", "{}", "[]", "not a keyset")) {
            assertThatThrownBy(() -> JobTokens.of(wrong))
                    .isInstanceOf(SecretException.class)
                    .hasMessageContaining("tactus keyset");
        }
    }
}
