package dev.tactus.dispatcher.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client for all that goes to strangers. It sends a request once: no redirect is followed and nothing is repeated,
 * because to repeat is the processor's decision.
 */
public final class OutboundHttp implements AutoCloseable {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(OutboundHttp.class);

    private static final String USER_AGENT = "tactus/0.1";
    private static final int DNS_THREADS = 16;
    private static final int IDLE_CONNECTIONS = 256;

    /** Common servers close an idle connection after 5 s; a request that meets the closing would fail for nothing. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(4);

    private final ExecutorService dnsThreads;
    private final OkHttpClient client;

    public OutboundHttp(AddressGuard guard) {
        this(guard, InetAddress::getAllByName);
    }

    OutboundHttp(AddressGuard guard, HostResolver resolver) {
        this(guard, resolver, builder -> {});
    }

    /** @param more has the last word on the client, as a test has that trusts a certificate of its own */
    OutboundHttp(AddressGuard guard, HostResolver resolver, Consumer<OkHttpClient.Builder> more) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                DNS_THREADS,
                DNS_THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("tactus-dns-", 0).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
        this.dnsThreads = threads;
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .proxy(Proxy.NO_PROXY)
                .dns(new GuardedDns(guard, resolver, dnsThreads, CONNECT_TIMEOUT))
                .socketFactory(new GuardedSocketFactory(guard))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectTimeout(CONNECT_TIMEOUT)
                // The call's own time-out is the one deadline.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .addNetworkInterceptor(OutboundHttp::keepingNoOldConnection)
                .eventListenerFactory(OutboundHttp::listener);
        more.accept(builder);
        this.client = builder.build();
    }

    /** @param sent told once the request has left completely, or never */
    public HttpExchange exchange(HttpPost post, Runnable sent) {
        ExchangeEvents events = new ExchangeEvents(sent);
        Request.Builder request = new Request.Builder()
                .url(post.target().url())
                .header("user-agent", USER_AGENT)
                // A compressed answer could unpack to any size.
                .header("accept-encoding", "identity")
                .post(new OneShotBody(post.body()))
                .tag(ExchangeEvents.class, events);
        post.headers().forEach(request::header);
        Call call = client.newCall(request.build());
        call.timeout().timeout(post.deadline().toNanos(), TimeUnit.NANOSECONDS);
        return new HttpExchange(call, events, post, CONNECT_TIMEOUT);
    }

    @Override
    public void close() {
        // Also what other threads are in the middle of.
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
        dnsThreads.shutdownNow();
    }

    /**
     * A server that speaks HTTP/1.0 closes the connection after its answer and need not say so, as OkHttp expects; another
     * request could meet the closing. A connection that is shut down on one side is not used again.
     */
    private static Response keepingNoOldConnection(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        Connection connection = chain.connection();
        if (connection != null
                && response.protocol() == Protocol.HTTP_1_0
                && !"keep-alive".equalsIgnoreCase(response.header("connection"))) {
            Socket socket = connection.socket();
            try {
                socket.shutdownOutput();
            } catch (SocketException e) {
                // It is closed already, or is now; the answer is read from what has come.
                LOG.debug(
                        "a connection to {} ended by itself",
                        chain.request().url().host(),
                        e);
            }
        }
        return response;
    }

    private static EventListener listener(Call call) {
        ExchangeEvents events = call.request().tag(ExchangeEvents.class);
        return events == null ? EventListener.NONE : events;
    }
}
