/** The processes that a benchmark runs against, and what becomes of them at its end. */
@NullMarked
package dev.tactus.bench.process;

import org.jspecify.annotations.NullMarked;
