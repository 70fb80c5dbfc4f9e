/**
 * The part {@code threads}: OS threads against goroutines, row by row. {@link
 * dev.goro.lab.threads.ThreadsPart} asks the experiments, each in a process of its own, and makes
 * the section of their answers.
 */
package dev.goro.lab.threads;
