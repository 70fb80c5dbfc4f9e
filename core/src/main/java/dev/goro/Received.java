package dev.goro;

import org.jspecify.annotations.Nullable;

/**
 * What a receive gave: Go's {@code v, ok := <-ch}.
 *
 * @param value the value received; {@code null} when the channel is closed and drained
 * @param ok {@code true} if a sender sent the value, {@code false} if the channel is closed and
 *     drained
 * @param <T> the type of the channel's values
 */
public record Received<T>(@Nullable T value, boolean ok) {}
