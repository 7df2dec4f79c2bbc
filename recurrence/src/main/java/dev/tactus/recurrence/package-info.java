/** Pure time: what instants a schedule names, and why. No Kafka, no HTTP. */
@NullMarked
package dev.tactus.recurrence;

import org.jspecify.annotations.NullMarked;
