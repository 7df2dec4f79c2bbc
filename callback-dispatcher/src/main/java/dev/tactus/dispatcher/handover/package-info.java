/** Takes work over from Kafka, so that each piece is either still in the log or under a lease. */
@NullMarked
package dev.tactus.dispatcher.handover;

import org.jspecify.annotations.NullMarked;
