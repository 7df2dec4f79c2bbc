/** The rows of a partition and the tables that keep them. */
@NullMarked
package dev.tactus.processor.core.state;

import org.jspecify.annotations.NullMarked;
