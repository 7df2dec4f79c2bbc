/** Secrets at rest. */
@NullMarked
package dev.tactus.contracts.secret;

import org.jspecify.annotations.NullMarked;
