/** Outbound HTTP that can be pointed at strangers: bounded in time and size, and never at an address that the policy forbids. */
@NullMarked
package dev.tactus.dispatcher.http;

import org.jspecify.annotations.NullMarked;
