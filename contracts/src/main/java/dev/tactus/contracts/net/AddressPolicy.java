package dev.tactus.contracts.net;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Judges the addresses that a tenant makes the platform call. It is a pure function of the address, so that the same
 * judgement holds when a URL is registered and, for each address that DNS gave, in the moment of connecting: between the
 * two, a name can come to mean something else.
 *
 * <p>What is refused is all that the IANA special-purpose registries (RFC 6890) do not hold to be globally reachable; of
 * IPv6, all but global unicast. An IPv6 address that stands for an IPv4 address is judged as that one.
 */
public final class AddressPolicy {
    /** What {@code dev} allows, so that a first receiver can run beside it. */
    public static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");

    private static final List<Special> IPV4 = List.of(
            new Special("0.0.0.0/8", "\"this network\""),
            new Special("10.0.0.0/8", "private"),
            new Special("100.64.0.0/10", "shared by carriers (CGNAT)"),
            new Special("127.0.0.0/8", "loopback"),
            new Special("169.254.0.0/16", "link-local"),
            new Special("172.16.0.0/12", "private"),
            new Special("192.0.0.0/24", "reserved for protocols"),
            new Special("192.0.2.0/24", "for documentation"),
            new Special("192.88.99.0/24", "a 6to4 relay"),
            new Special("192.168.0.0/16", "private"),
            new Special("198.18.0.0/15", "for benchmarks"),
            new Special("198.51.100.0/24", "for documentation"),
            new Special("203.0.113.0/24", "for documentation"),
            new Special("224.0.0.0/4", "multicast"),
            new Special("240.0.0.0/4", "reserved"),
            // Globally routable, but from inside Azure it is the host's metadata service.
            new Special("168.63.129.16/32", "a cloud's metadata service"));

    private static final List<Special> IPV6 = List.of(
            new Special("::/128", "unspecified"),
            new Special("::1/128", "loopback"),
            new Special("64:ff9b:1::/48", "local NAT64"),
            new Special("100::/64", "a discard prefix"),
            new Special("2001::/23", "reserved for protocols"),
            new Special("2001:db8::/32", "for documentation"),
            new Special("2002::/16", "6to4"),
            new Special("3fff::/20", "for documentation"),
            new Special("fc00::/7", "unique-local"),
            new Special("fe80::/10", "link-local"),
            new Special("fec0::/10", "site-local"),
            new Special("ff00::/8", "multicast"));

    private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");

    /** Prefixes of IPv6 addresses that stand for the IPv4 address in their last 32 bits: mapped (RFC 4291), NAT64 (RFC 6052). */
    private static final List<byte[]> EMBEDDING = List.of(
            new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xFF, (byte) 0xFF},
            new byte[] {0, 0x64, (byte) 0xFF, (byte) 0x9B, 0, 0, 0, 0, 0, 0, 0, 0});

    private final List<Cidr> allowed;

    /** @param allowed blocks that may be called although they are special */
    public AddressPolicy(List<Cidr> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** @throws IllegalArgumentException when one is not an address block */
    public static AddressPolicy allowing(List<String> cidrs) {
        return new AddressPolicy(cidrs.stream().map(Cidr::parse).toList());
    }

    /** Why the address must not be called, as in "127.0.0.1 is loopback"; empty when it may be. */
    public Optional<String> objection(InetAddress address) {
        return objection(address.getAddress())
                .map(kind -> address.getHostAddress() + " is " + kind + ", which may not be called");
    }

    /** True if nothing special may be called. */
    boolean allowsNothingSpecial() {
        return allowed.isEmpty();
    }

    /** @param address 4 or 16 bytes: Java turns mapped addresses into IPv4 on most ways, but not on all */
    Optional<String> objection(byte[] address) {
        if (allowed.stream().anyMatch(block -> block.contains(address))) {
            return Optional.empty();
        }
        if (address.length == 4) {
            return first(IPV4, address);
        }
        Optional<byte[]> embedded = embedded(address);
        if (embedded.isPresent()) {
            return objection(embedded.get());
        }
        Optional<String> special = first(IPV6, address);
        return special.isPresent() || GLOBAL_UNICAST.contains(address) ? special : Optional.of("not global unicast");
    }

    private static Optional<byte[]> embedded(byte[] address) {
        return EMBEDDING.stream().anyMatch(prefix -> Arrays.equals(prefix, 0, 12, address, 0, 12))
                ? Optional.of(Arrays.copyOfRange(address, 12, 16))
                : Optional.empty();
    }

    private static Optional<String> first(List<Special> blocks, byte[] address) {
        return blocks.stream()
                .filter(special -> special.block().contains(address))
                .map(Special::kind)
                .findFirst();
    }

    private record Special(Cidr block, String kind) {
        Special(String block, String kind) {
            this(Cidr.parse(block), kind);
        }
    }
}
