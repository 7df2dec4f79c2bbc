/** The routes of jobs. */
@NullMarked
package dev.tactus.api.job;

import org.jspecify.annotations.NullMarked;
