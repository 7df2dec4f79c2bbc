package dev.tactus.dispatcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tactus.contracts.net.AddressPolicy;
import dev.tactus.dispatcher.http.HttpResult.Answer;
import dev.tactus.dispatcher.http.HttpResult.NoAnswer;
import dev.tactus.dispatcher.http.HttpResult.Reason;
import dev.tactus.testkit.ReceivedRequest;
import dev.tactus.testkit.RecordingReceiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real receiver on loopback, as bad as they come. */
class OutboundHttpTest {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AddressGuard LOOPBACK_ALLOWED = guard(AddressPolicy.LOOPBACK);
    private static final AddressGuard STRICT = guard(List.of());

    private final RecordingReceiver receiver = RecordingReceiver.start();
    private OutboundHttp http = new OutboundHttp(LOOPBACK_ALLOWED);

    @AfterEach
    void close() {
        http.close();
        receiver.close();
    }

    @Test
    void sendsTheExactBytesOnceWithItsHeaders() {
        byte[] body = "{\"é\": 1.50}".getBytes(StandardCharsets.UTF_8);
        receiver.next(dev.tactus.testkit.Answer.status(201).body("made").with("Retry-After", "3"));
        AtomicInteger sent = new AtomicInteger();
        HttpPost post = new HttpPost(target(receiver.uri("/p?q=1").toString()), Map.of("x-a", "b"), body, LONG, 100);
        Answer answer = (Answer) http.exchange(post, sent::incrementAndGet).run();

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text(100)).isEqualTo("made");
        assertThat(answer.retryAfter()).isEqualTo("3");
        assertThat(answer.headers()).containsEntry("retry-after", "3");
        assertThat(answer.cut()).isFalse();
        assertThat(sent).hasValue(1);
        ReceivedRequest request = receiver.requests().getFirst();
        assertThat(request.body()).isEqualTo(body);
        assertThat(request.path()).isEqualTo("/p?q=1");
        assertThat(request.header("x-a")).contains("b");
        assertThat(request.header("content-type")).contains("application/json");
        assertThat(request.header("user-agent"))
                .hasValueSatisfying(agent -> assertThat(agent).startsWith("tactus/"));
    }

    @Test
    void endsAHangingExchangeByItsDeadline() {
        receiver.otherwise(new dev.tactus.testkit.Answer.Hang());
        NoAnswer none = none(SHORT);
        assertThat(none.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(none.error())
                .isEqualTo("no complete answer from http://127.0.0.1:" + receiver.port() + " within 400 ms");
        assertThat(none.took()).isGreaterThanOrEqualTo(SHORT);
    }

    @Test
    void endsADrippingBodyByTheSameDeadline() {
        receiver.otherwise(new dev.tactus.testkit.Answer.Drip(200, Duration.ofMillis(20)));
        NoAnswer none = none(SHORT);
        assertThat(none.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(none.took()).isGreaterThanOrEqualTo(SHORT);
    }

    @Test
    void readsNoMoreOfAHugeBodyThanItMust() {
        receiver.otherwise(new dev.tactus.testkit.Answer.Huge(200, 1L << 30));
        Answer answer = (Answer) exchange(LONG).run();
        assertThat(answer.body()).hasSize(100);
        assertThat(answer.cut()).isTrue();
    }

    @Test
    void reportsAConnectionThatBreaks() {
        receiver.otherwise(new dev.tactus.testkit.Answer.HangUp());
        NoAnswer none = none(LONG);
        assertThat(none.reason()).isEqualTo(Reason.NETWORK);
        assertThat(receiver.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.0 200 OK, 2",
        "HTTP/1.0 200 OK\\r\\nConnection: keep-alive, 1",
        "HTTP/1.1 200 OK, 1",
        "HTTP/1.1 200 OK\\r\\nConnection: close, 2",
    })
    void takesAConnectionAgainOnlyWhereTheServerKeepsIt(String head, int connections) throws Exception {
        String answer = head.replace("\\r\\n", "\r\n") + "\r\nContent-Length: 2\r\n\r\n{}";
        AtomicInteger accepted = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket socket = server.accept();
                        accepted.incrementAndGet();
                        Thread.ofVirtual().start(() -> answerAll(socket, answer));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/";
            for (int i = 0; i < 2; i++) {
                assertThat(exchange(url, LONG).run())
                        .isInstanceOfSatisfying(
                                Answer.class, got -> assertThat(got.text(10)).isEqualTo("{}"));
            }
        }
        assertThat(accepted).hasValue(connections);
    }

    /** Never closes: whether the connection is used again is the client's decision. */
    private static void answerAll(Socket socket, String answer) {
        try {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    in.skip(2); // The body of this test's requests.
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void reportsARefusedConnection() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        NoAnswer none = (NoAnswer) exchange("http://127.0.0.1:" + free + "/secret-path?token=t", LONG)
                .run();
        assertThat(none.reason()).isEqualTo(Reason.NETWORK);
        assertThat(none.error())
                .contains("127.0.0.1:" + free)
                .contains("refused")
                .doesNotContain("token");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        receiver.otherwise(dev.tactus.testkit.Answer.status(status)
                .with("Location", receiver.uri("/elsewhere").toString()));
        assertThat(((Answer) exchange(LONG).run()).status()).isEqualTo(status);
        assertThat(receiver.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 407, 408, 421, 503})
    void sendsNothingTwice(int status) {
        receiver.otherwise(dev.tactus.testkit.Answer.status(status)
                .with("Retry-After", "0")
                .with("WWW-Authenticate", "Basic realm=\"x\""));
        assertThat(((Answer) exchange(LONG).run()).status()).isEqualTo(status);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void canBeAbortedWhileItRuns() throws Exception {
        receiver.otherwise(new dev.tactus.testkit.Answer.Hang());
        HttpExchange exchange = exchange(LONG);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResult> result = threads.submit(exchange::run);
            receiver.awaitCount(1, LONG);
            exchange.abort();
            assertThat(((NoAnswer) result.get(60, TimeUnit.SECONDS)).reason()).isEqualTo(Reason.ABORTED);
        }
    }

    @Test
    void canBeAbortedBeforeItRuns() {
        HttpExchange exchange = exchange(LONG);
        exchange.abort();
        assertThat(((NoAnswer) exchange.run()).reason()).isEqualTo(Reason.ABORTED);
        assertThat(receiver.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]",
                "[0:0:0:0:0:ffff:7f00:1]", "localhost", "LOCALHOST", "0.0.0.0", "[::]", "169.254.169.254", "10.0.0.1",
                "[fd00::1]", "[fe80::1]", "[64:ff9b::7f00:1]", "100.64.0.1"
            })
    void connectsToNothingThatIsForbiddenHoweverItIsWritten(String host) {
        http.close();
        http = new OutboundHttp(STRICT);
        assertThat(Target.of("http://" + host + ":" + receiver.port() + "/").map(this::forbidden))
                // What is no URL at all is refused before there is a call.
                .hasValueSatisfying(result -> assertThat(result.reason()).isIn(Reason.FORBIDDEN, Reason.NETWORK));
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void judgesEachAddressInTheMomentOfConnecting() throws IOException {
        http.close();
        AtomicInteger asked = new AtomicInteger();
        InetAddress outside = InetAddress.getByAddress("rebind.example", new byte[] {(byte) 192, 0, 2, 1});
        InetAddress inside = InetAddress.getByAddress("rebind.example", new byte[] {127, 0, 0, 1});
        // The name means a public address when it is looked at first, and loopback ever after.
        http = new OutboundHttp(address -> !address.isLoopbackAddress(), host ->
                new InetAddress[] {asked.getAndIncrement() == 0 ? outside : inside});
        exchange("http://rebind.example:" + receiver.port() + "/", Duration.ofMillis(100))
                .run();
        NoAnswer none = (NoAnswer)
                exchange("http://rebind.example:" + receiver.port() + "/", LONG).run();
        assertThat(none.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(none.error()).startsWith("rebind.example is a private").doesNotContain("127.0.0.1");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void connectsToTheAllowedOnesOfSeveralAddresses() throws IOException {
        http.close();
        InetAddress forbidden = InetAddress.getByAddress("two.example", new byte[] {10, 0, 0, 1});
        InetAddress allowed = InetAddress.getByAddress("two.example", new byte[] {127, 0, 0, 1});
        http = new OutboundHttp(LOOPBACK_ALLOWED, host -> new InetAddress[] {forbidden, allowed});
        assertThat(exchange("http://two.example:" + receiver.port() + "/", LONG).run())
                .isInstanceOf(Answer.class);
        assertThat(receiver.requests().getFirst().header("host")).contains("two.example:" + receiver.port());
    }

    @Test
    void waitsForDnsNoLongerThanForAConnection() {
        http.close();
        CountDownLatch never = new CountDownLatch(1);
        http = new OutboundHttp(LOOPBACK_ALLOWED, host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new java.net.UnknownHostException(host);
        });
        NoAnswer none = (NoAnswer) exchange("http://slow.example/", LONG).run();
        assertThat(none.error()).isEqualTo("slow.example did not resolve within 3000 ms");
        assertThat(none.took()).isLessThan(Duration.ofSeconds(60));
    }

    private NoAnswer forbidden(Target target) {
        return (NoAnswer) http.exchange(new HttpPost(target, Map.of(), new byte[2], LONG, 100), () -> {})
                .run();
    }

    private NoAnswer none(Duration deadline) {
        return (NoAnswer) exchange(deadline).run();
    }

    private HttpExchange exchange(Duration deadline) {
        return exchange(receiver.uri("/").toString(), deadline);
    }

    private HttpExchange exchange(String url, Duration deadline) {
        return http.exchange(new HttpPost(target(url), Map.of(), new byte[] {'{', '}'}, deadline, 100), () -> {});
    }

    private static Target target(String url) {
        return Target.of(url).orElseThrow();
    }

    private static AddressGuard guard(List<String> allowed) {
        AddressPolicy policy = AddressPolicy.allowing(allowed);
        return address -> policy.objection(address).isEmpty();
    }
}
