/** What tenants register. */
@NullMarked
package dev.tactus.processor.core.registry;

import org.jspecify.annotations.NullMarked;
