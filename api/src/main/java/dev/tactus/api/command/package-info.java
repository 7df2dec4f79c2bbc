/** The way of a write: a record to Kafka, then its outcome. */
@NullMarked
package dev.tactus.api.command;

import org.jspecify.annotations.NullMarked;
