package dev.tactus.dispatcher.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    /** The example of the specification and of all its libraries. */
    @Test
    void signsTheSpecificationsExample() {
        Map<String, String> headers = Signatures.headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                BODY,
                List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a secret with spaces", "пароль-è", "whsec_not base64!", "whsec_", "0123456789abcdef"})
    void usesTheUtf8BytesOfASecretAsGiven(String secret) throws Exception {
        Map<String, String> headers = sign(secret);
        assertThat(headers.get("x-webhook-signature"))
                .isEqualTo(HexFormat.of().formatHex(reference(bytes(secret), BODY)));
        byte[] signed = bytes("id-1." + headers.get("webhook-timestamp") + "." + text(BODY));
        assertThat(headers.get("webhook-signature"))
                .isEqualTo("v1," + Base64.getEncoder().encodeToString(reference(bytes(secret), signed)));
        new Webhook(bytes(secret)).verify(text(BODY), httpHeaders(headers));
    }

    @Test
    void decodesAStandardSecretForTheStandardSignatureOnly() throws Exception {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[] {0, (byte) 0xFF, 7, 9});
        Map<String, String> headers = sign(secret);
        assertThat(headers.get("x-webhook-signature"))
                .isEqualTo(HexFormat.of().formatHex(reference(bytes(secret), BODY)));
        new Webhook(secret).verify(text(BODY), httpHeaders(headers));
    }

    @Test
    void signsWithEachSecretWhileOneRotates() throws Exception {
        Map<String, String> headers = sign("current", "whsec_b2xkZXI=");
        assertThat(headers.get("x-webhook-signature"))
                .isEqualTo(HexFormat.of().formatHex(reference(bytes("current"), BODY)));
        assertThat(headers.get("webhook-signature").split(" ")).hasSize(2).allMatch(part -> part.startsWith("v1,"));
        new Webhook(bytes("current")).verify(text(BODY), httpHeaders(headers));
        new Webhook("whsec_b2xkZXI=").verify(text(BODY), httpHeaders(headers));
    }

    /** The library refuses old timestamps, so: now. */
    private static Map<String, String> sign(String... secrets) {
        return Signatures.headers("id-1", Instant.now(), BODY, List.of(secrets));
    }

    private static byte[] reference(byte[] key, byte[] text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    private static HttpHeaders httpHeaders(Map<String, String> headers) {
        return HttpHeaders.of(
                headers.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))),
                (name, value) -> true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
