package dev.tactus.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class KeptHeadersTest {
    @Test
    void keepsNamesInLowerCaseAndNoCookie() {
        Headers headers = Headers.of("X-Request-Id", "7", "Set-Cookie", "session=secret", "server", "s");
        assertThat(KeptHeaders.of(headers)).isEqualTo(Map.of("x-request-id", "7", "server", "s"));
    }

    @Test
    void keepsTheFirstTwoKilobytes() {
        Headers.Builder headers = new Headers.Builder();
        for (int i = 0; i < 100; i++) {
            headers.add("x-" + i, "v".repeat(100));
        }
        assertThat(KeptHeaders.of(headers.build()))
                .hasSize(19)
                .containsKey("x-0")
                .doesNotContainKey("x-99");
    }
}
