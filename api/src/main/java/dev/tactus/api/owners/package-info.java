/** Ways to the processors that own the partitions. */
@NullMarked
package dev.tactus.api.owners;

import org.jspecify.annotations.NullMarked;
