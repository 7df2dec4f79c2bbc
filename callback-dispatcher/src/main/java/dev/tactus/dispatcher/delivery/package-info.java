/** Delivers callbacks, and judges what receivers answer. */
@NullMarked
package dev.tactus.dispatcher.delivery;

import org.jspecify.annotations.NullMarked;
