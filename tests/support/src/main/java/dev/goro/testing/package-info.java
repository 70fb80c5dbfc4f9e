/**
 * What the tests of Goro share. {@link dev.goro.testing.GoroExtension} gives each test a time limit
 * and a dump on hang, {@link dev.goro.testing.Goroutines} runs a body as the main goroutine, {@link
 * dev.goro.testing.Program} runs a whole Go-like program in a JVM of its own, {@link
 * dev.goro.testing.Eventually} waits for a condition, and {@link dev.goro.testing.SocketPair} is a
 * connection.
 */
package dev.goro.testing;
