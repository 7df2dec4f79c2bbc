package dev.tactus.dispatcher.http;

import dev.tactus.dispatcher.http.HttpResult.Answer;
import dev.tactus.dispatcher.http.HttpResult.NoAnswer;
import dev.tactus.dispatcher.http.HttpResult.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Response;

/** One request and its answer. {@link #run} may be called once, from any thread; {@link #abort} at any time. */
public final class HttpExchange {
    private static final int PROXY_AUTHENTICATION = 407;

    private final Call call;
    private final ExchangeEvents events;
    private final HttpPost post;
    private final Duration connectTimeout;
    private volatile boolean aborted;

    HttpExchange(Call call, ExchangeEvents events, HttpPost post, Duration connectTimeout) {
        this.call = call;
        this.events = events;
        this.post = post;
        this.connectTimeout = connectTimeout;
    }

    /** Sends the request and waits for the answer, at most until the deadline. */
    public HttpResult run() {
        long start = System.nanoTime();
        try (Response response = call.execute()) {
            return answer(response, start);
        } catch (IOException e) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (e instanceof ProtocolException && events.status() == PROXY_AUTHENTICATION) {
                // OkHttp makes an exception of this answer, as there is no proxy.
                return new Answer(PROXY_AUTHENTICATION, null, Map.of(), new byte[0], false, took);
            }
            return noAnswer(e, took);
        }
    }

    /** Ends the exchange now, whether it has begun or not. */
    public void abort() {
        aborted = true;
        call.cancel();
    }

    private Answer answer(Response response, long start) throws IOException {
        InputStream in = response.body().byteStream();
        byte[] body = in.readNBytes(post.responseCap() + 1);
        boolean cut = body.length > post.responseCap();
        if (cut) {
            body = Arrays.copyOf(body, post.responseCap());
            // Else closing would go on reading, to save the connection.
            call.cancel();
        }
        return new Answer(
                response.code(),
                response.header("retry-after"),
                KeptHeaders.of(response.headers()),
                body,
                cut,
                Duration.ofNanos(System.nanoTime() - start));
    }

    private NoAnswer noAnswer(IOException e, Duration took) {
        String host = post.target().origin();
        if (aborted) {
            return new NoAnswer(Reason.ABORTED, "the call was aborted", took);
        }
        return switch (e) {
            case AddressForbiddenException forbidden -> new NoAnswer(Reason.FORBIDDEN, message(forbidden), took);
            case UnknownHostException unknown -> new NoAnswer(Reason.NETWORK, message(unknown), took);
            case SocketTimeoutException timeout ->
                new NoAnswer(
                        Reason.NETWORK,
                        "could not connect to %s within %d ms".formatted(host, connectTimeout.toMillis()),
                        took);
            case InterruptedIOException timeout ->
                new NoAnswer(
                        Reason.TIMEOUT,
                        "no complete answer from %s within %d ms"
                                .formatted(host, post.deadline().toMillis()),
                        took);
            case ConnectException refused ->
                new NoAnswer(Reason.NETWORK, "could not connect to " + host + ": the connection was refused", took);
            case SSLException tls ->
                new NoAnswer(Reason.NETWORK, "no secure connection to " + host + ": " + message(tls), took);
            default -> new NoAnswer(Reason.NETWORK, "the connection to " + host + " broke: " + message(e), took);
        };
    }

    /** The first line: some exceptions append a whole certificate. */
    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
