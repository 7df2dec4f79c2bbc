/** A whole Kafka broker (KRaft, combined roles) inside this JVM, for development and tests. */
@NullMarked
package dev.tactus.broker;

import org.jspecify.annotations.NullMarked;
