package dev.tactus.contracts.net;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which URLs a tenant may register for the platform to call. It asks no name server: a name that does not resolve yet is
 * accepted, and every address that it resolves to later is judged by the {@link AddressPolicy} in the moment of
 * connecting. HTTP clients skip their resolver for IP literals, so the dispatcher asks here too before each call.
 */
public final class OutboundUrls {
    /** Characters of a URL, at most. */
    public static final int MAX_LENGTH = 2048;

    /** Names that by convention or by RFC 6762, 8375 and 9476 mean something near to whoever resolves them. */
    private static final List<String> LOCAL_SUFFIXES =
            List.of(".local", ".internal", ".intranet", ".lan", ".home.arpa", ".corp", ".home", ".private");

    private final boolean allowHttp;
    private final AddressPolicy addresses;
    private final boolean loopbackAllowed;

    /** @param allowHttp whether {@code http} is accepted beside {@code https} */
    public OutboundUrls(boolean allowHttp, AddressPolicy addresses) {
        this.allowHttp = allowHttp;
        this.addresses = addresses;
        this.loopbackAllowed = addresses.objection(new byte[] {127, 0, 0, 1}).isEmpty();
    }

    /** What is wrong with the URL and what would be right, without repeating the URL: it may hold a token. */
    public Optional<String> objection(String url) {
        if (url.length() > MAX_LENGTH) {
            return Optional.of("is longer than " + MAX_LENGTH + " characters");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("is not a URL: " + e.getReason() + " at index " + e.getIndex());
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.of("must begin with https://" + (allowHttp ? " or http://" : ""));
        }
        if (scheme.equals("http") && !allowHttp) {
            return Optional.of("must begin with https:// (http is not allowed by this installation's configuration)");
        }
        return authority(uri.getRawAuthority());
    }

    private Optional<String> authority(@Nullable String authority) {
        if (authority == null) {
            return Optional.of("has no host: write it as in https://example.com/hook");
        }
        if (authority.indexOf('@') >= 0) {
            return Optional.of("must not hold credentials: sign with the secret instead");
        }
        // A colon inside the brackets of an IPv6 literal begins no port.
        int colon = authority.lastIndexOf(':');
        boolean withPort = colon > authority.lastIndexOf(']');
        String host = withPort ? authority.substring(0, colon) : authority;
        if (withPort && !isPort(authority.substring(colon + 1))) {
            return Optional.of("has a port that is not 1 to 65535");
        }
        return host(host);
    }

    private Optional<String> host(String host) {
        Optional<InetAddress> address = HostForms.address(host);
        if (address.isPresent()) {
            return addresses.objection(address.get());
        }
        if (!HostForms.isName(host)) {
            return Optional.of("has a host that is neither a DNS name in ASCII nor an IP address");
        }
        String name = HostForms.withoutTrailingDot(host).toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return loopbackAllowed ? Optional.empty() : Optional.of(name + " is loopback, which may not be called");
        }
        // With an allow-list such a name may well be meant; what it resolves to is judged at connect time.
        return isLocal(name) && addresses.allowsNothingSpecial()
                ? Optional.of(name + " is a local name, which may not be called: use a public DNS name")
                : Optional.empty();
    }

    private static boolean isLocal(String name) {
        return name.indexOf('.') < 0 || LOCAL_SUFFIXES.stream().anyMatch(name::endsWith);
    }

    private static boolean isPort(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int port = Integer.parseInt(text);
        return port >= 1 && port <= 65535;
    }
}
