/** Launches jobs on the runners of their workflows. */
@NullMarked
package dev.tactus.dispatcher.launch;

import org.jspecify.annotations.NullMarked;
