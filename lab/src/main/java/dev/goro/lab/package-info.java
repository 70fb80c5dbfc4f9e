/**
 * {@code goro lab}: the same work on threads, goroutines, an event loop and coroutines, with
 * figures measured on the machine that it runs on.
 *
 * <p>{@link dev.goro.lab.Main} is the command. A {@link dev.goro.lab.Part} is one comparison; it
 * gives a section of the report ({@code dev.goro.lab.report}), which is printed as text, JSON or
 * HTML. What is measured runs in processes of its own ({@code dev.goro.lab.process}), by the means
 * of {@code dev.goro.lab.measure}; each part has a package for the rest.
 */
package dev.goro.lab;
