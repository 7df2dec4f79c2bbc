/** Jobs: what dispatchers and workers report of them, and what is true of them. */
@NullMarked
package dev.tactus.contracts.job;

import org.jspecify.annotations.NullMarked;
