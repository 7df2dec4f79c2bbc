/** The topics: their names, settings, keys and partitioning. */
@NullMarked
package dev.tactus.contracts.topic;

import org.jspecify.annotations.NullMarked;
