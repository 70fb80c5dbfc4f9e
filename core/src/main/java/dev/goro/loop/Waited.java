package dev.goro.loop;

import java.util.Set;

/**
 * What {@link EventLoop#waitUntil} has seen.
 *
 * @param done those that have ended, in the order in which they were given
 * @param pending the others, likewise
 * @param <F> their type
 */
public record Waited<F extends LoopFuture<?>>(Set<F> done, Set<F> pending) {}
