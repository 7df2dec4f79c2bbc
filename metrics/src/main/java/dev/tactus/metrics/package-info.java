/** How the services tell their metrics: in Prometheus' text form, one page a process. */
@NullMarked
package dev.tactus.metrics;

import org.jspecify.annotations.NullMarked;
