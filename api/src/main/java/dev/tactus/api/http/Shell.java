package dev.tactus.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tactus.contracts.Json;
import dev.tactus.contracts.query.OutcomeTimeoutException;
import dev.tactus.contracts.query.PartitionUnavailableException;
import dev.tactus.contracts.registry.RegistryBehindException;
import dev.tactus.contracts.secret.JobTokens;
import dev.tactus.http.BodyReader;
import dev.tactus.http.TooLargeException;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns an {@link Operation} into a route: it says who calls and whether they may, decodes the body, and gives every
 * answer, also every error, the form that the request had.
 */
public final class Shell {
    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);

    private static final String PREFIX = "/v1/";
    private static final HeaderName API_KEY = HeaderNames.create("x-api-key");
    private static final String BEARER = "Bearer ";
    private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");

    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    private final ApiKeys keys;
    private final JobTokens tokens;
    private final BooleanSupplier ready;
    private final BodyReader bodies;
    private final RequestMeter meter;

    /** @param ready whether every partition has an owner */
    public Shell(ApiKeys keys, JobTokens tokens, BooleanSupplier ready, BodyReader bodies, RequestMeter meter) {
        this.keys = keys;
        this.tokens = tokens;
        this.ready = ready;
        this.bodies = bodies;
        this.meter = meter;
    }

    /** A route for keys that may do at least {@code needed}. */
    public Handler route(Role needed, Operation operation) {
        return handler(operation, (request, body) -> caller(request, needed));
    }

    /** A route about the job that the body names, for keys as above and for the job's own token. */
    public Handler jobRoute(Role needed, Operation operation) {
        return handler(operation, (request, body) -> {
            String authorization =
                    request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
            boolean byToken = !request.headers().contains(API_KEY)
                    && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
            return byToken ? worker(authorization.substring(BEARER.length()).strip(), body) : caller(request, needed);
        });
    }

    private Handler handler(Operation operation, Identification callers) {
        return (request, response) -> serve(request, response, route(request), body -> {
            if (!request.prologue().method().equals(Method.POST)) {
                throw ApiException.of(ErrorCode.METHOD_NOT_ALLOWED, "Every route is POST");
            }
            if (!ready.getAsBoolean()) {
                throw ApiException.unavailable("Starting: not every partition has an owner yet");
            }
            Caller caller = callers.caller(request, body);
            MediaTypes.checkType(request.headers());
            return operation.answer(new Call(
                    caller,
                    route(request),
                    body.object(),
                    request.headers().first(IDEMPOTENCY_KEY).orElse(null),
                    request.headers().first(HeaderNames.IF_MATCH).orElse(null)));
        });
    }

    /** What no route takes. */
    public Handler unknownRoute() {
        return (request, response) -> serve(request, response, RequestMeter.NO_ROUTE, body -> {
            throw ApiException.notFound(
                    "There is no route " + request.path().path() + ": every route is POST under " + PREFIX);
        });
    }

    private void serve(ServerRequest request, ServerResponse response, String measuredAs, Step step) {
        long begun = System.nanoTime();
        try {
            serve(request, response, step);
        } finally {
            meter.answered(measuredAs, response.status().code(), System.nanoTime() - begun);
        }
    }

    private void serve(ServerRequest request, ServerResponse response, Step step) {
        RequestBody body = new RequestBody(new byte[0]);
        try {
            body = new RequestBody(bodies.read(request));
            send(response, Status.OK_200, step.answer(body), body.isWrapped());
        } catch (RuntimeException e) {
            ApiException error = error(e, request);
            Integer retryAfter = error.retryAfterSeconds();
            if (retryAfter != null) {
                response.header(HeaderNames.RETRY_AFTER, String.valueOf(retryAfter));
            }
            if (error.code() == ErrorCode.METHOD_NOT_ALLOWED) {
                response.header(HeaderNames.ALLOW, Method.POST.text());
            }
            if (e instanceof TooLargeException tooLarge) {
                body = new RequestBody(tooLarge.beginning());
                if (tooLarge.unread()) {
                    // The rest of the body is still to come and will not be read.
                    response.header(HeaderValues.CONNECTION_CLOSE);
                }
            }
            send(response, Status.create(error.code().status()), error.body(), body.isWrapped());
        }
    }

    private static void send(ServerResponse response, Status status, ObjectNode body, boolean wrapped) {
        ObjectNode answer = wrapped ? Json.object().set("json", body) : body;
        response.status(status)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .header(NO_STORE)
                .send(Json.bytes(answer));
    }

    private Caller caller(ServerRequest request, Role needed) {
        String presented = request.headers()
                .first(API_KEY)
                .orElseThrow(() -> ApiException.of(
                        ErrorCode.UNAUTHORIZED, "The header x-api-key is missing: send your API key in it"));
        Caller caller = keys.caller(presented)
                .orElseThrow(() ->
                        ApiException.of(ErrorCode.UNAUTHORIZED, "The API key in x-api-key is unknown or was revoked"));
        if (!caller.role().covers(needed)) {
            throw ApiException.of(
                    ErrorCode.FORBIDDEN,
                    "The key '" + caller.label() + "' may not do this: it has the role "
                            + Json.tree(caller.role()).asText() + ", this route needs "
                            + Json.tree(needed).asText());
        }
        return caller;
    }

    /** Says as little of a job that is not the token's as of one that does not exist. */
    private Caller worker(String token, RequestBody body) {
        return tenant(token, body.object().path("id").asText())
                .map(tenant -> new Caller(tenant, "job-token", Role.WRITE))
                .orElseThrow(() -> ApiException.of(
                        ErrorCode.UNAUTHORIZED,
                        "The token is not the one of the job in \"id\": send the token of the launch document"));
    }

    private Optional<String> tenant(String token, String job) {
        try {
            return tokens.tenantOf(token, UUID.fromString(job));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The route as it is registered, however the client wrote it: there are only so many. */
    private static String route(ServerRequest request) {
        return request.matchingPattern()
                .map(Shell::withoutPrefix)
                .orElseThrow(() -> new IllegalStateException("an operation has a path of its own"));
    }

    private static String withoutPrefix(String path) {
        return path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : path;
    }

    private static ApiException error(RuntimeException e, ServerRequest request) {
        return switch (e) {
            case ApiException known -> known;
            case TooLargeException tooLarge ->
                ApiException.of(ErrorCode.PAYLOAD_TOO_LARGE, String.valueOf(tooLarge.getMessage()));
            case PartitionUnavailableException moving -> ApiException.unavailable("Try again: " + moving.getMessage());
            case RegistryBehindException behind -> ApiException.unavailable("Try again: " + behind.getMessage());
            case OutcomeTimeoutException late -> ApiException.unknownOutcome(late.commandId());
            default -> {
                UUID id = UUID.randomUUID();
                LOG.error("{} failed, answered as {}", request.path().path(), id, e);
                yield ApiException.of(ErrorCode.INTERNAL_SERVER_ERROR, "Something failed here; the log names it " + id);
            }
        };
    }

    @FunctionalInterface
    private interface Identification {
        Caller caller(ServerRequest request, RequestBody body);
    }

    @FunctionalInterface
    private interface Step {
        ObjectNode answer(RequestBody body);
    }
}
