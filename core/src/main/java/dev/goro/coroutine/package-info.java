/**
 * Coroutines: code that hands values to its caller and goes on where it was when it is asked again.
 * Go's {@code iter.Pull}.
 */
package dev.goro.coroutine;
