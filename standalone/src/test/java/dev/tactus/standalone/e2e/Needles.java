package dev.tactus.standalone.e2e;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that are looked for in bytes: as they are, in hexadecimal, in Base64 at any alignment, and inside of whatever is Base64
 * there.
 */
final class Needles {
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{16,}={0,2}");

    private final Map<String, List<String>> formsByName = new LinkedHashMap<>();

    Needles add(String name, String text) {
        List<String> forms = new ArrayList<>(List.of(text));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        forms.add(HexFormat.of().formatHex(bytes));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // Its first and last characters depend on what stands around it.
            String inner = encoded.substring(shift == 0 ? 0 : shift + 1, encoded.length() - 2);
            forms.add(inner);
            forms.add(inner.replace('+', '-').replace('/', '_'));
        }
        formsByName.put(name, forms);
        return this;
    }

    /** The names of those that are in it. */
    Set<String> in(byte[] bytes) {
        Set<String> found = new TreeSet<>();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        search(text, found);
        Matcher matcher = BASE64.matcher(text);
        while (matcher.find()) {
            String run = matcher.group().replace('-', '+').replace('_', '/').replace("=", "");
            String whole = run.substring(0, run.length() % 4 == 1 ? run.length() - 1 : run.length());
            search(new String(Base64.getDecoder().decode(whole), StandardCharsets.ISO_8859_1), found);
        }
        return found;
    }

    private void search(String text, Set<String> found) {
        formsByName.forEach((name, forms) -> {
            if (forms.stream().anyMatch(text::contains)) {
                found.add(name);
            }
        });
    }
}
