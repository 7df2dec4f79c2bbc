/**
 * One partition of the platform: what it reads, decides, writes and remembers. It knows nothing of the service around it,
 * only the ports through which that shows itself.
 */
@NullMarked
package dev.tactus.processor.core;

import org.jspecify.annotations.NullMarked;
