package dev.tactus.dispatcher.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks DNS; may block for long. */
@FunctionalInterface
public interface HostResolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
}
