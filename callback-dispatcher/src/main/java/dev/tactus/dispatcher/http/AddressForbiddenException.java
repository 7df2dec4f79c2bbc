package dev.tactus.dispatcher.http;

import java.net.UnknownHostException;

/** The host has no address that Tactus may connect to. The message says so without naming the addresses of the inside. */
public final class AddressForbiddenException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    AddressForbiddenException(String host) {
        super(host + " is a private, local or otherwise special address: use a public one, or have the operator allow"
                + " its network");
    }
}
