/** The port on which a processor answers the APIs and the other processors. */
@NullMarked
package dev.tactus.processor.http;

import org.jspecify.annotations.NullMarked;
