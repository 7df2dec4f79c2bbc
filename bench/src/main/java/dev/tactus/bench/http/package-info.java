/** As much of HTTP as benchmarks need, at the least cost. */
@NullMarked
package dev.tactus.bench.http;

import org.jspecify.annotations.NullMarked;
