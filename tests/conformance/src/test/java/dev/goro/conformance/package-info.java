/**
 * Goro held against what Go's own tests check. Each class names the file of the Go tree whose
 * behaviours it checks; the code is Goro's own. {@code docs/conformance.md} is the table of both,
 * and {@link dev.goro.conformance.ConformancePageTest} keeps it true.
 */
package dev.goro.conformance;
