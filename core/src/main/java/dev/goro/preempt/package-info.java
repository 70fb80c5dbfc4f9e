/** What woven code calls; not for programs to call by hand. */
@NullMarked
package dev.goro.preempt;

import org.jspecify.annotations.NullMarked;
