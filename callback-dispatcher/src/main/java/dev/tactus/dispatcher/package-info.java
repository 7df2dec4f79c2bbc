/** The dispatcher as a service: launches jobs and delivers callbacks. */
@NullMarked
package dev.tactus.dispatcher;

import org.jspecify.annotations.NullMarked;
