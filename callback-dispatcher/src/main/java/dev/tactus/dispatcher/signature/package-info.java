/** How a request proves that Tactus sent it. */
@NullMarked
package dev.tactus.dispatcher.signature;

import org.jspecify.annotations.NullMarked;
