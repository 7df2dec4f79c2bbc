package dev.tactus.dispatcher.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import okhttp3.Headers;

/** What is kept of an answer's headers: enough to find the request in the receiver's log, and nothing without a bound. */
final class KeptHeaders {
    /** Of names and values together. */
    private static final int MOST_CHARACTERS = 2 * 1024;
    /** A receiver's own secrets. */
    private static final Set<String> DROPPED = Set.of("set-cookie", "set-cookie2", "authorization");

    private KeptHeaders() {}

    /** The first of them, by their names in lower case; of a name that comes twice, the last value. */
    static Map<String, String> of(Headers headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        int characters = 0;
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            if (DROPPED.contains(name)) {
                continue;
            }
            characters += name.length() + headers.value(i).length();
            if (characters > MOST_CHARACTERS) {
                break;
            }
            kept.put(name, headers.value(i));
        }
        return Map.copyOf(kept);
    }
}
