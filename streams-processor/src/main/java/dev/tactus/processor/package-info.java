/** The processor as a service: Kafka Streams, its settings, and the port on which it answers for its partitions. */
@NullMarked
package dev.tactus.processor;

import org.jspecify.annotations.NullMarked;
