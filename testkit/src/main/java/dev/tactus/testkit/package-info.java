/** What the tests of all modules share: a broker, a recording receiver, a topic reader, a settable clock, other JVMs. */
@NullMarked
package dev.tactus.testkit;

import org.jspecify.annotations.NullMarked;
