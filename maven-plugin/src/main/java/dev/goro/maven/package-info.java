/** The Maven plugin. */
@NullMarked
package dev.goro.maven;

import org.jspecify.annotations.NullMarked;
