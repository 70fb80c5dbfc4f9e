/**
 * The twin on jox: virtual threads on the JDK's default scheduler, with jox's channels between
 * them.
 */
package dev.goro.bench.jox;
