/** What watches over a test, whether or not it is a goroutine. */
@NullMarked
package dev.goro.junit.watch;

import org.jspecify.annotations.NullMarked;
