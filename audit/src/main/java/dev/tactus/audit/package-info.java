/**
 * Looks whether every nominal instant got exactly one verdict: reads the facts from their topics with a consumer of its own,
 * folds the events into each schedule's definition over time, recomputes which instants were due, and compares. It shares
 * {@link dev.tactus.recurrence.Recurrence} with the processor, because that is the one definition of time, and nothing of
 * how the processor decides.
 */
@NullMarked
package dev.tactus.audit;

import org.jspecify.annotations.NullMarked;
