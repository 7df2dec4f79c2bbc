/** What clients ask for: commands and actions on their way to the processor, and the outcomes they meet there. */
@NullMarked
package dev.tactus.contracts.command;

import org.jspecify.annotations.NullMarked;
