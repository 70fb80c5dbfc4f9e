/** Tests that run as main goroutines: {@link dev.goro.junit.OnGoroutine}. */
@NullMarked
package dev.goro.junit;

import org.jspecify.annotations.NullMarked;
