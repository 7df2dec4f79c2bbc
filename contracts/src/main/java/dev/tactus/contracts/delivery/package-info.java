/** Deliveries of callbacks: the work that is due, what receivers answered, and what was given up. */
@NullMarked
package dev.tactus.contracts.delivery;

import org.jspecify.annotations.NullMarked;
