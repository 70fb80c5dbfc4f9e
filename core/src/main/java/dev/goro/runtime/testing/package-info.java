/** What goro-junit asks of the scheduler. No API: it may change with every version. */
@NullMarked
package dev.goro.runtime.testing;

import org.jspecify.annotations.NullMarked;
