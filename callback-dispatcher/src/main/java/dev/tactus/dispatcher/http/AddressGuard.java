package dev.tactus.dispatcher.http;

import java.net.InetAddress;

/** Says whether an outbound call may connect to an address. Asked with every address, at the moment of connecting. */
@FunctionalInterface
public interface AddressGuard {
    boolean allows(InetAddress address);
}
