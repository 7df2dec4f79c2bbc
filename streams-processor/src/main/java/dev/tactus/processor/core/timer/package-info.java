/** What is due when, and whose turn it is. */
@NullMarked
package dev.tactus.processor.core.timer;

import org.jspecify.annotations.NullMarked;
