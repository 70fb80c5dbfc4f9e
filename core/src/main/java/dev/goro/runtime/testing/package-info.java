/** What goro-junit asks of the scheduler; exported to it alone. */
@NullMarked
package dev.goro.runtime.testing;

import org.jspecify.annotations.NullMarked;
