package dev.tactus.dispatcher.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/**
 * Resolves a host and keeps the addresses that may be connected to. The JDK's look-up can neither be interrupted nor timed
 * out, so it runs on threads of its own, one at most per host, and the caller waits no longer than a connect may take.
 */
final class GuardedDns implements Dns {
    private final AddressGuard guard;
    private final HostResolver resolver;
    private final Executor threads;
    private final Duration timeout;
    private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();

    GuardedDns(AddressGuard guard, HostResolver resolver, Executor threads, Duration timeout) {
        this.guard = guard;
        this.resolver = resolver;
        this.threads = threads;
        this.timeout = timeout;
    }

    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        List<InetAddress> allowed =
                Arrays.stream(resolve(host)).filter(guard::allows).toList();
        if (allowed.isEmpty()) {
            throw new AddressForbiddenException(host);
        }
        return allowed;
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            return lookUp(host).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unknown(host + " does not resolve", e);
        } catch (TimeoutException e) {
            throw unknown(host + " did not resolve within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("interrupted while resolving " + host, e);
        }
    }

    private CompletableFuture<InetAddress[]> lookUp(String host) {
        CompletableFuture<InetAddress[]> mine = new CompletableFuture<>();
        CompletableFuture<InetAddress[]> other = underWay.putIfAbsent(host, mine);
        if (other != null) {
            return other;
        }
        var unused = mine.whenComplete((addresses, failure) -> underWay.remove(host, mine));
        return mine.completeAsync(
                () -> {
                    try {
                        return resolver.resolve(host);
                    } catch (UnknownHostException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    private static UnknownHostException unknown(String message, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(message);
        unknown.initCause(cause);
        return unknown;
    }
}
