/** Benchmarks against the peers. Run: {@code java -jar bench/target/tactus-bench-*.jar -prof gc}. */
@NullMarked
package dev.tactus.bench;

import org.jspecify.annotations.NullMarked;
