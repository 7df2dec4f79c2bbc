/** Faults, rounds of them under load, and the audit of what was said meanwhile. */
@NullMarked
package dev.tactus.bench.chaos;

import org.jspecify.annotations.NullMarked;
