/**
 * The part {@code techniques}: each program of {@code dev.goro.lab.work} under each technique, and
 * which is best for it. {@link dev.goro.lab.techniques.TechniquesPart} asks {@link
 * dev.goro.lab.techniques.ProgramExperiment}, and for a few programs their twins in Go and Python,
 * each in a process of its own.
 */
package dev.goro.lab.techniques;
