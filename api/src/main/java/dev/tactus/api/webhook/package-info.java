/** The routes of stored webhooks and of deliveries. */
@NullMarked
package dev.tactus.api.webhook;

import org.jspecify.annotations.NullMarked;
