/** What a benchmark writes to Tactus, and what it sees of it. */
@NullMarked
package dev.tactus.bench.load;

import org.jspecify.annotations.NullMarked;
