/** How the services' ports take bodies. */
@NullMarked
package dev.tactus.http;

import org.jspecify.annotations.NullMarked;
