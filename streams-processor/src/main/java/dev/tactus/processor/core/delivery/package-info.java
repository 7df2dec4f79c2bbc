/** Deliveries of callbacks, with their retries. */
@NullMarked
package dev.tactus.processor.core.delivery;

import org.jspecify.annotations.NullMarked;
