/**
 * Pure time: what instants a schedule names, and why. No Kafka, no HTTP, no clock.
 *
 * <p>{@link dev.tactus.recurrence.RecurrenceSpec} says what a schedule says, {@link dev.tactus.recurrence.Recurrence}
 * answers. In between: {@code CronText} and {@code FieldText} check the user's text and point at its mistakes; cron-utils
 * parses what they let pass; {@code CronModel} turns its model into masks; {@code LocalCron} walks them on local time,
 * where nothing jumps; {@code ZonedCron} maps local time to instants, one {@code ZoneTable} segment of constant offset
 * after the other, under the rule of {@link dev.tactus.recurrence.Dst}.
 *
 * <p>Sources of the rules: crontab(5) and cron(8) of Vixie cron 4.1 for the fields, the OR of the two day fields, its
 * exception for a field that begins with {@code *}, and daylight saving; Quartz for {@code L}, {@code W} and {@code #};
 * Jenkins for {@code H}.
 */
@NullMarked
package dev.tactus.recurrence;

import org.jspecify.annotations.NullMarked;
