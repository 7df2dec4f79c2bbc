/** One partition of the platform: what it reads, decides, writes and remembers. */
@NullMarked
package dev.tactus.processor.core;

import org.jspecify.annotations.NullMarked;
