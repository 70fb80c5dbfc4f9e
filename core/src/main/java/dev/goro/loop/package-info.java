/**
 * An event loop with tasks, as Python's asyncio has. Start with {@link dev.goro.loop.EventLoop}.
 */
package dev.goro.loop;
