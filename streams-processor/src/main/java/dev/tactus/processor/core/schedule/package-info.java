/** Schedules: what is decided at their instants, and what commands make of them. */
@NullMarked
package dev.tactus.processor.core.schedule;

import org.jspecify.annotations.NullMarked;
