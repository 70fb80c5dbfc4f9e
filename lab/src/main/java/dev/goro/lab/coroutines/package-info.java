/**
 * The part {@code coroutines}: turns that end where the code yields, against turns that the
 * scheduler ends. {@link dev.goro.lab.coroutines.CoroutinesPart} asks {@link
 * dev.goro.lab.coroutines.Turns}, and draws what that recorded.
 */
package dev.goro.lab.coroutines;
