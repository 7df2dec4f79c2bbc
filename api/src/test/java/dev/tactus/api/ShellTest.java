package dev.tactus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {
    private static final String LIST = "schedules/list";
    private static final String CREATE = "{\"workflow\": \"echo\", \"params\": {}, \"cron_expr\": \"@daily\"}";

    private final RunningApi api = new RunningApi();
    private final Client client = api.client("write-key");

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @CsvSource({
        "read-key, schedules/list, 200",
        "read-key, schedules/get, 400",
        "read-key, schedules/preview, 400",
        "read-key, jobs/list, 200",
        "read-key, workflows/list, 200",
        "read-key, schedules/create, 403",
        "read-key, schedules/update, 403",
        "read-key, schedules/delete, 403",
        "read-key, schedules/trigger, 403",
        "read-key, jobs/create, 403",
        "read-key, jobs/cancel, 403",
        "read-key, jobs/complete, 403",
        "read-key, jobs/fail, 403",
        "read-key, jobs/heartbeat, 403",
        "read-key, workflows/create, 403",
        "read-key, workflows/delete, 403",
        "write-key, schedules/create, 400",
        "admin-key, schedules/create, 400",
        "nobodys-key, schedules/list, 401",
        "'', schedules/list, 401",
    })
    void aKeyMayWhatItsRoleMay(String key, String route, int status) {
        assertThat(api.client(key).post(route, "{}").status()).isEqualTo(status);
    }

    @Test
    void withoutAKeyNothingIsAnswered() {
        Client.Answer answer = client.send(client.request(LIST)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"json\": {}}")));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body().path("json").path("code").asText()).isEqualTo("UNAUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{\"limit\": 5,}",
                "{\"limit\": 5} x",
                "{\"limit\": 5, \"limit\": 6}",
                "{'limit': 5}",
                "nonsense",
                "{\"limit\": 05}",
                "{\"limit\": NaN}",
            })
    void whatIsNotJsonIsMalformed(String body) {
        Client.Answer answer = client.post(LIST, body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("message").asText()).startsWith("Malformed request. ");
        assertThat(answer.body().path("data").isMissingNode()).isTrue();
    }

    @Test
    void whatIsNotJsonButWrappedIsAnsweredWrapped() {
        assertThat(client.post(LIST, "{\"json\": {")
                        .body()
                        .path("json")
                        .path("code")
                        .asText())
                .isEqualTo("BAD_REQUEST");
    }

    @Test
    void aMalformedBodyIsNotRepeated() {
        String answer = client.post("schedules/create", "{\"callback_secret\": swordfish}")
                .body()
                .toString();
        assertThat(answer).doesNotContain("swordfish");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "null", "\"x\"", "{\"json\": 7}", "{\"json\": {}, \"meta\": []}"})
    void whatIsNoObjectIsInvalid(String body) {
        Client.Answer answer = client.post(LIST, body);
        JsonNode error = answer.body().has("json") ? answer.body().path("json") : answer.body();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(error.path("message").asText()).isEqualTo("Input validation failed");
        assertThat(error.path("data").path("issues")).hasSize(1);
    }

    @Test
    void aBodyThatIsNestedTooDeepIsMalformed() {
        String deep = "{\"labels\":".repeat(110) + "1" + "}".repeat(110);
        assertThat(client.post(LIST, deep).body().path("message").asText()).startsWith("Malformed request. ");
        String deeper = "{\"labels\":".repeat(20_000) + "1" + "}".repeat(20_000);
        assertThat(client.post(LIST, deeper).body().path("message").asText()).startsWith("Malformed request. ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "nonsense"
            })
    void anotherMediaTypeIsRefused(String type) {
        Client.Answer answer = client.send(client.request(LIST)
                .header("x-api-key", "write-key")
                .header("content-type", type)
                .POST(BodyPublishers.ofString("{}")));
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void aCompressedBodyIsRefused() {
        assertThat(client.post(LIST, "{}", "content-encoding", "gzip").status()).isEqualTo(415);
    }

    @Test
    void jsonInUtf8IsTaken() {
        assertThat(client.send(client.request(LIST)
                                .header("x-api-key", "write-key")
                                .header("content-type", "application/json; charset=UTF-8")
                                .POST(BodyPublishers.ofString("{}")))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"schedules", "schedules/", "schedules/destroy", "schedules/list/", "nothing", ""})
    void anUnknownRouteIsNotFound(String route) {
        Client.Answer answer = client.post(route, "{}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void anotherMethodIsRefused(String method) {
        Client.Answer answer = client.send(
                client.request(LIST).header("x-api-key", "write-key").method(method, BodyPublishers.noBody()));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(answer.raw().headers().firstValue("allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(ints = {256 * 1024 + 1, 600 * 1024, 900 * 1024})
    void aBodyThatIsTooLargeIsRefused(int size) {
        String body = "{\"json\": {\"workflow\": \"" + "x".repeat(size) + "\"}}";
        Client.Answer announced = client.post("schedules/create", body);
        assertThat(announced.status()).isEqualTo(413);
        assertThat(announced.body().toString()).contains("PAYLOAD_TOO_LARGE");
        assertThat(client.post(LIST, "{}").status()).isEqualTo(200);
    }

    /** What is beyond a megabyte is not read: the client may find its connection gone before it reads the 413. */
    @Test
    void aBodyThatIsFarTooLargeIsCutOffAndOthersAreServed() {
        String body = "{\"json\": {\"workflow\": \"" + "x".repeat(3 * 1024 * 1024) + "\"}}";
        assertThatCode(() -> assertThat(client.post("schedules/create", body).status())
                        .isEqualTo(413))
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isNull(),
                        thrown -> assertThat(thrown).isInstanceOf(UncheckedIOException.class));
        assertThat(client.post(LIST, "{}").status()).isEqualTo(200);
    }

    @Test
    void aLargeBodyOfUnknownLengthIsRefused() {
        byte[] body = ("{\"workflow\": \"" + "x".repeat(600 * 1024) + "\"}").getBytes(StandardCharsets.UTF_8);
        Client.Answer answer = client.send(client.request("schedules/create")
                .header("x-api-key", "write-key")
                .header("content-type", "application/json")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body))));
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void paramsHaveABoundOfTheirOwn() {
        String params = "{\"a\": \"" + "x".repeat(64 * 1024) + "\"}";
        Client.Answer answer = client.post("schedules/create", CREATE.replace("{}", params));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body().path("message").asText()).contains("params");
    }

    @Test
    void whatIsNotHttpGetsTheEnvelopeToo() throws IOException {
        assertThat(raw("GARBAGE\r\n\r\n")).contains("400").contains("\"code\":\"BAD_REQUEST\"");
        // More than Helidon takes, and little enough to be written before the answer comes.
        assertThat(raw("POST /v1/schedules/list HTTP/1.1\r\nHost: x\r\nx-big: " + "x".repeat(20_000) + "\r\n\r\n"))
                .contains("\"defined\":false");
    }

    @Test
    void untilEveryPartitionHasAnOwnerThePortSaysSo() throws IOException {
        api.processor.ready(false);
        Client.Answer answer = client.post(LIST, "{}");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(answer.raw().headers().firstValue("retry-after")).isPresent();
        assertThat(health("live")).isEqualTo(200);
        assertThat(health("ready")).isEqualTo(503);
        api.processor.ready(true);
        assertThat(client.post(LIST, "{}").status()).isEqualTo(200);
        assertThat(health("ready")).isEqualTo(200);
        api.processor.ready(false);
        assertThat(client.post(LIST, "{}").status())
                .as("once ready, requests are tried")
                .isEqualTo(200);
    }

    @Test
    void whileTheRegistryIsNotReadItIsNotReady() {
        api.processor.reads(false);
        assertThat(health("ready")).isEqualTo(503);
        assertThat(health("live")).as("a restart would not help").isEqualTo(200);
        api.processor.reads(true);
        assertThat(health("ready")).isEqualTo(200);
    }

    @Test
    void anOutcomeThatDoesNotComeIsATimeOutWithTheCommandsId() {
        client.post("workflows/create", "{\"name\": \"echo\", \"runner\": {\"type\": \"echo\"}}");
        api.processor.silent(true);
        Client.Answer answer = client.post("schedules/create", CREATE);
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body().path("data").path("command_id").asText()).hasSize(36);
    }

    private int health(String what) {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.uri().resolve("/health/" + what));
        return client.send(request).status();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", api.uri().getPort())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            // The envelope is its last brace; the connection may be kept open behind it.
            for (int next = in.read(); next >= 0; next = next == '}' && in.available() == 0 ? -1 : in.read()) {
                answer.append((char) next);
            }
            return answer.toString();
        }
    }
}
