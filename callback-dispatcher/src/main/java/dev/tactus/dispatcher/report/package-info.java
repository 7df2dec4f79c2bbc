/** What the dispatcher tells the processor, and the leases it keeps alive by that. */
@NullMarked
package dev.tactus.dispatcher.report;

import org.jspecify.annotations.NullMarked;
