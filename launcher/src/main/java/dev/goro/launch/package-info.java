/**
 * Starts a program whose {@code main} is the main goroutine, as {@code goro run} does. It is on the
 * program's class path, hence small and without dependencies.
 */
@NullMarked
package dev.goro.launch;

import org.jspecify.annotations.NullMarked;
