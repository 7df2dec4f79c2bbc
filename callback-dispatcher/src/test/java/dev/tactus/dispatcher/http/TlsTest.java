package dev.tactus.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tactus.dispatcher.http.HttpResult.Answer;
import dev.tactus.dispatcher.http.HttpResult.NoAnswer;
import dev.tactus.dispatcher.http.HttpResult.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, to a receiver whose certificate is for {@code hooks.example} and is trusted. */
class TlsTest {
    private static final char[] PASSWORD = "of the test".toCharArray();
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final AtomicInteger requests = new AtomicInteger();
    private HttpsServer server;
    private OutboundHttp trusting;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        KeyStore keys = certificate(folder.resolve("keys.p12"));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("hooks", keys.getCertificate("hooks"));
        trusted.init(anchors);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        X509TrustManager manager = (X509TrustManager) Arrays.stream(trusted.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .findFirst()
                .orElseThrow();
        trusting = new OutboundHttp(
                address -> true,
                host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
                builder -> builder.sslSocketFactory(tls.getSocketFactory(), manager));
    }

    @AfterEach
    void stop() {
        trusting.close();
        server.stop(0);
    }

    @Test
    void aTrustedCertificateForTheNameIsTaken() {
        assertThat(post(trusting, "hooks.example"))
                .isInstanceOfSatisfying(
                        Answer.class, answer -> assertThat(answer.status()).isEqualTo(204));
    }

    @Test
    void aTrustedCertificateForAnotherNameIsRefusedAndNothingIsSent() {
        NoAnswer none = (NoAnswer) post(trusting, "other.example");
        assertThat(none.reason()).isEqualTo(Reason.NETWORK);
        assertThat(none.error())
                .isEqualTo("no secure connection to https://other.example:"
                        + server.getAddress().getPort() + ": Hostname other.example not verified:");
        assertThat(requests).hasValue(0);
    }

    @Test
    void aCertificateOfNobodyThatIsTrustedIsRefusedAndNothingIsSent() {
        try (OutboundHttp usual =
                new OutboundHttp(address -> true, host -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
            NoAnswer none = (NoAnswer) post(usual, "hooks.example");
            assertThat(none.reason()).isEqualTo(Reason.NETWORK);
            assertThat(none.error()).startsWith("no secure connection to https://hooks.example:");
        }
        assertThat(requests).hasValue(0);
    }

    private HttpResult post(OutboundHttp http, String host) {
        String url = "https://" + host + ":" + server.getAddress().getPort() + "/hook";
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        return http.exchange(new HttpPost(Target.of(url).orElseThrow(), Map.of(), body, DEADLINE, 100), () -> {})
                .run();
    }

    /** With the JDK's own tool: nothing in its API makes certificates. */
    private static KeyStore certificate(Path file) throws Exception {
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "hooks",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=hooks.example",
                        "-ext",
                        "san=dns:hooks.example",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }
}
