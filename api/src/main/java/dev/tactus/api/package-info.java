/** The HTTP API: it checks, writes commands and waits for their outcomes. It keeps no state of its own. */
@NullMarked
package dev.tactus.api;

import org.jspecify.annotations.NullMarked;
