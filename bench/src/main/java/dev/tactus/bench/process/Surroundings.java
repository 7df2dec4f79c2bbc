package dev.tactus.bench.process;

import java.util.List;
import java.util.Map;

/**
 * What a child JVM runs in.
 *
 * @param prefix a command that becomes the JVM, as {@code ip netns exec NAME}; empty for none
 * @param environment variables beside those of this process
 */
public record Surroundings(List<String> prefix, Map<String, String> environment) {
    public static final Surroundings NONE = new Surroundings(List.of(), Map.of());

    /** These, with other variables. */
    public Surroundings with(Map<String, String> variables) {
        return new Surroundings(prefix, variables);
    }
}
