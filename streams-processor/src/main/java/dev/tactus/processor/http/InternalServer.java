package dev.tactus.processor.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.http.BodyReader;
import dev.tactus.http.TooLargeException;
import dev.tactus.metrics.MetricsPage;
import dev.tactus.processor.ProcessorSettings;
import dev.tactus.processor.ProcessorView;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one processor to other processes: {@code /internal/*} with the shared token, {@code /health/*} and its metrics
 * without. It listens apart from the public API, and opens before the processor starts, because the processor tells its address to
 * the others.
 */
public final class InternalServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InternalServer.class);

    /** Questions are small: ids, filters, a list of partitions. */
    private static final int LARGEST_BODY = 256 * 1024;

    /** Bounds what no route reads: a body without the token, or without a route. Beyond it the connection is cut off. */
    private static final long LARGEST_UNREAD_BODY = 2 * 1024 * 1024;

    /** Those who wait for an outcome longer than this are cut off at a stop; they ask the next owner. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final ProcessorSettings.Endpoint endpoint;
    private final WebServer server;

    private InternalServer(ProcessorSettings.Endpoint endpoint, WebServer server) {
        this.endpoint = endpoint;
        this.server = server;
    }

    /** @throws IllegalArgumentException without a token: the port would answer to anyone */
    public static InternalServer start(ProcessorSettings.Endpoint endpoint, ProcessorView processor) {
        String token = endpoint.token();
        if (token == null || token.isBlank()) {
            throw new IllegalArgumentException(
                    "`internal.token` is missing: set it, or `internal.token-file`, to the same secret for all services");
        }
        HttpRouting.Builder routing = HttpRouting.builder()
                .register("/health", new HealthRoutes(processor))
                .register(MetricsPage.PATH, new MetricsPage(processor.meters()))
                .register(
                        "/internal",
                        new SharedToken(token),
                        new PartitionRoutes(processor, new BodyReader(LARGEST_BODY)))
                .error(MalformedRequestException.class, (req, res, e) -> refuse(res, Status.BAD_REQUEST_400, e))
                .error(
                        PartitionUnavailableException.class,
                        (req, res, e) -> refuse(res, Status.MISDIRECTED_REQUEST_421, e))
                .error(TooLargeException.class, (req, res, e) -> {
                    if (e.unread()) {
                        res.header(HeaderValues.CONNECTION_CLOSE);
                    }
                    refuse(res, Status.REQUEST_ENTITY_TOO_LARGE_413, e);
                })
                // Helidon's own, as 404 and 413: with them unnamed they would be faults below.
                .error(HttpException.class, (req, res, e) -> refuse(res, e.status(), e))
                .error(RuntimeException.class, (req, res, e) -> {
                    LOG.error(
                            "{} {} failed", req.prologue().method(), req.path().path(), e);
                    send(
                            res.status(Status.INTERNAL_SERVER_ERROR_500),
                            message("the processor failed; its log says why"));
                });
        WebServer server = WebServer.builder()
                .host(endpoint.host())
                .port(endpoint.port())
                .maxPayloadSize(LARGEST_UNREAD_BODY)
                .shutdownGracePeriod(GRACE)
                // Whoever starts this also stops it, after the stream threads.
                .shutdownHook(false)
                .routing(routing)
                .build()
                .start();
        return new InternalServer(endpoint, server);
    }

    /** Where the others reach it. */
    public HostInfo address() {
        String advertised = endpoint.advertisedHost();
        int port = endpoint.advertisedPort();
        return new HostInfo(advertised == null ? endpoint.host() : advertised, port == 0 ? server.port() : port);
    }

    @Override
    public void close() {
        server.stop();
    }

    static void send(ServerResponse response, Object body) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json").send(Json.bytes(body));
    }

    static ObjectNode message(String text) {
        return Json.object().put("message", text);
    }

    private static void refuse(ServerResponse response, Status status, RuntimeException why) {
        send(response.status(status), message(String.valueOf(why.getMessage())));
    }
}
