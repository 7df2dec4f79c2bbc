/** The routes of schedules. */
@NullMarked
package dev.tactus.api.schedule;

import org.jspecify.annotations.NullMarked;
