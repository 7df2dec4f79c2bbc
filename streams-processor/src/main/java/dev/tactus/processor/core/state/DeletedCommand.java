package dev.tactus.processor.core.state;

/** @param forgetAt epoch milliseconds from which on compaction may drop the command */
public record DeletedCommand(long forgetAt) {}
