package dev.tactus.contracts.net;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A block of addresses, as in {@code 10.0.0.0/8} or {@code fc00::/7}.
 *
 * @param network the address in hexadecimal, 8 digits for IPv4 and 32 for IPv6
 * @param bits how many leading bits count
 */
public record Cidr(String network, int bits) {
    /**
     * @param text an IP literal and a prefix length; without a length, the one address
     * @throws IllegalArgumentException when it is neither
     */
    public static Cidr parse(String text) {
        String trimmed = text.trim();
        int slash = trimmed.indexOf('/');
        String literal = slash < 0 ? trimmed : trimmed.substring(0, slash);
        Optional<InetAddress> address = HostForms.address(literal.contains(":") ? "[" + literal + "]" : literal);
        if (address.isEmpty()) {
            throw new IllegalArgumentException("not an address block such as 10.0.0.0/8 or fc00::/7: " + text);
        }
        byte[] bytes = address.get().getAddress();
        int bits = slash < 0 ? bytes.length * 8 : length(trimmed.substring(slash + 1), text);
        if (bits > bytes.length * 8) {
            throw new IllegalArgumentException("the prefix of " + text + " is longer than its address");
        }
        return new Cidr(HexFormat.of().formatHex(bytes), bits);
    }

    /** True if the address, of the same family, lies in the block. */
    public boolean contains(byte[] address) {
        byte[] block = HexFormat.of().parseHex(network);
        if (block.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (block[i] != address[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || (block[whole] & 0xFF) >>> (8 - rest) == (address[whole] & 0xFF) >>> (8 - rest);
    }

    private static int length(String digits, String text) {
        if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("the prefix of " + text + " is not a number of bits");
        }
        return Integer.parseInt(digits);
    }
}
