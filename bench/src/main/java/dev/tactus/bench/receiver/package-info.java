/** The receivers that a benchmark's callbacks go to, in a JVM of their own: a quick one, and bad ones. */
@NullMarked
package dev.tactus.bench.receiver;

import org.jspecify.annotations.NullMarked;
