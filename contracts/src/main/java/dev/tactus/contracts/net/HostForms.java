package dev.tactus.contracts.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the host of a URL says by itself, without asking DNS. IPv4 literals are read as resolvers read them, which is more
 * than four decimal numbers: {@code 127.1}, {@code 2130706433}, {@code 0x7f.1} and {@code 0177.0.0.1} are all loopback.
 * The rule is that of the URL Standard (https://url.spec.whatwg.org/#concept-ipv4-parser).
 */
final class HostForms {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");

    private HostForms() {}

    /**
     * The address that a host literal names; empty for a name and for what is neither.
     *
     * @param host as in a URL: IPv6 stands in brackets
     */
    static Optional<InetAddress> address(String host) {
        if (host.startsWith("[") && host.endsWith("]") && host.indexOf('%') < 0) {
            try {
                // In brackets it is a literal or an error; a name server is never asked.
                return Optional.of(InetAddress.getByName(host));
            } catch (UnknownHostException e) {
                return Optional.empty();
            }
        }
        return isNumeric(host) ? ipv4(host) : Optional.empty();
    }

    /** True for what a resolver takes for an IPv4 address, right or wrong: its last label is a number. */
    static boolean isNumeric(String host) {
        String name = withoutTrailingDot(host);
        return NUMBER.matcher(name.substring(name.lastIndexOf('.') + 1)).matches();
    }

    /** True for a DNS name in ASCII; underscores are tolerated, because names with them are in use. */
    static boolean isName(String host) {
        String name = withoutTrailingDot(host).toLowerCase(Locale.ROOT);
        return NAME.matcher(name).matches() && !isNumeric(name);
    }

    static String withoutTrailingDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static Optional<InetAddress> ipv4(String host) {
        String[] parts = withoutTrailingDot(host).split("\\.", -1);
        if (parts.length > 4) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            // The last number fills all bytes that are left.
            int bits = last ? 8 * (5 - parts.length) : 8;
            long number = number(parts[i]);
            if (number < 0 || number >= 1L << bits) {
                return Optional.empty();
            }
            address = (address << bits) | number;
        }
        byte[] bytes = {(byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address};
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Decimal, octal after a leading 0, hexadecimal after 0x; -1 for none of them and for what is far too long. */
    private static long number(String part) {
        if (!NUMBER.matcher(part).matches() || part.length() > 16) {
            return -1;
        }
        try {
            if (part.startsWith("0x") || part.startsWith("0X")) {
                return part.length() == 2 ? 0 : Long.parseLong(part.substring(2), 16);
            }
            return Long.parseLong(part, part.length() > 1 && part.startsWith("0") ? 8 : 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
