/** Channels as publishers and subscribers of {@link java.util.concurrent.Flow}, and back. */
package dev.goro.flow;
