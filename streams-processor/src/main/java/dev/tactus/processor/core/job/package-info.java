/** Jobs from launch to final status. */
@NullMarked
package dev.tactus.processor.core.job;

import org.jspecify.annotations.NullMarked;
