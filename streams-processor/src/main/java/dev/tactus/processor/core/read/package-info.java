/** Answers to queries. */
@NullMarked
package dev.tactus.processor.core.read;

import org.jspecify.annotations.NullMarked;
