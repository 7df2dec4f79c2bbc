/** Reads of the partitioned state, and the port through which an API reaches the partitions' owners. */
@NullMarked
package dev.tactus.contracts.query;

import org.jspecify.annotations.NullMarked;
