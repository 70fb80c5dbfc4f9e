package dev.goro.loop;

/** Until when {@link EventLoop#waitUntil} waits: asyncio's {@code return_when}. */
public enum When {
  /** Until the first has ended, however. */
  FIRST_COMPLETED,
  /** Until the first has failed, or all have ended. One that was cancelled has not failed. */
  FIRST_EXCEPTION,
  /** Until all have ended. */
  ALL_COMPLETED
}
