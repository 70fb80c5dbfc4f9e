/**
 * Deadlines, cancellation and values that go with a request from call to call: Go's {@code
 * context}. Start with {@link dev.goro.context.Context}.
 */
@NullMarked
package dev.goro.context;

import org.jspecify.annotations.NullMarked;
