/** The routes of workflows. */
@NullMarked
package dev.tactus.api.workflow;

import org.jspecify.annotations.NullMarked;
