/** Weaves polls into programs, so that a goroutine that computes for long gives way to others. */
@NullMarked
package dev.goro.agent;

import org.jspecify.annotations.NullMarked;
