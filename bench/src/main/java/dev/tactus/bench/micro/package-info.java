/** Benchmarks of single calls against other libraries, with JMH: {@code ./tactus bench jmh -prof gc}. */
@NullMarked
package dev.tactus.bench.micro;

import org.jspecify.annotations.NullMarked;
