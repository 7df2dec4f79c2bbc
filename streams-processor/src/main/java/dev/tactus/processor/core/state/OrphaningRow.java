package dev.tactus.processor.core.state;

import dev.tactus.contracts.registry.RegistryCommand;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of a workflow that is gone are being disabled.
 *
 * @param doneDownTo the id of the schedule that was looked at last, newest first; null before the first
 */
public record OrphaningRow(
        RegistryCommand.DisableSchedules cause, @Nullable String doneDownTo) {}
