/**
 * The {@code goro} command's parts that are written in Java: the script {@code goro} finds a JDK,
 * starts what was compiled before and runs programs; it calls {@link dev.goro.cli.Main} for the
 * rest.
 */
@NullMarked
package dev.goro.cli;

import org.jspecify.annotations.NullMarked;
