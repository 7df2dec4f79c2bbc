/** The shell around every route: who calls, what comes in, how answers and errors go out. */
@NullMarked
package dev.tactus.api.http;

import org.jspecify.annotations.NullMarked;
