/** What a tenant has registered: workflows and their runners. */
@NullMarked
package dev.tactus.contracts.registry;

import org.jspecify.annotations.NullMarked;
