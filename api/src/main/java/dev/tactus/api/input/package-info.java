/** Reads request bodies, and collects every problem instead of stopping at the first. */
@NullMarked
package dev.tactus.api.input;

import org.jspecify.annotations.NullMarked;
