/** All that crosses a process boundary. Nothing here does work: it names, describes, encodes and routes. */
@NullMarked
package dev.tactus.contracts;

import org.jspecify.annotations.NullMarked;
