/** The benchmarks: {@code ./tactus bench NAME}. Each shows its progress on stderr and ends in one line of JSON. */
@NullMarked
package dev.tactus.bench;

import org.jspecify.annotations.NullMarked;
