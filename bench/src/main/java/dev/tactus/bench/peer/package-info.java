/** Other schedulers under the same load, on PostgreSQL, each in a JVM of its own. */
@NullMarked
package dev.tactus.bench.peer;

import org.jspecify.annotations.NullMarked;
