/** Which network addresses a tenant may make the platform call. */
@NullMarked
package dev.tactus.contracts.net;

import org.jspecify.annotations.NullMarked;
