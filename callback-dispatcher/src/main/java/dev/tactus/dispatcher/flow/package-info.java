/** Bounds on what is under way: in all, per host, and what may wait in memory. */
@NullMarked
package dev.tactus.dispatcher.flow;

import org.jspecify.annotations.NullMarked;
