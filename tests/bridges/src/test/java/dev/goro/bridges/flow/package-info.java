/**
 * Channels as publishers and subscribers: the TCK of Reactive Streams, and libraries that use them.
 */
package dev.goro.bridges.flow;
