/** The command line, and everything in one JVM. */
@NullMarked
package dev.tactus.standalone;

import org.jspecify.annotations.NullMarked;
