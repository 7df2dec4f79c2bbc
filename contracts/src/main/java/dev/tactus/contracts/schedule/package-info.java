/** What a schedule is, and the facts that the processor writes about schedules. */
@NullMarked
package dev.tactus.contracts.schedule;

import org.jspecify.annotations.NullMarked;
