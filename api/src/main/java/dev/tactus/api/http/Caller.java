package dev.tactus.api.http;

/**
 * Who sent a request.
 *
 * @param tenant whose things it may see
 * @param label names the key, for the record of who did what; it is no secret
 */
public record Caller(String tenant, String label, Role role) {}
