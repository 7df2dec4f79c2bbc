package dev.tactus.api.http;

/** What a key may do. Each role may do what those before it may. */
public enum Role {
    READ,
    WRITE,
    ADMIN;

    boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }
}
