package dev.tactus.api.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** The keys that are accepted. */
public final class ApiKeys {
    private final List<ApiKey> keys;

    public ApiKeys(List<ApiKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Takes as long for a key that is nearly right as for one that is all wrong. */
    Optional<Caller> caller(String presented) {
        byte[] hash = ApiKey.hash(presented).getBytes(StandardCharsets.US_ASCII);
        Caller found = null;
        for (ApiKey key : keys) {
            if (MessageDigest.isEqual(hash, key.sha256().getBytes(StandardCharsets.US_ASCII))) {
                found = key.caller();
            }
        }
        return Optional.ofNullable(found);
    }
}
