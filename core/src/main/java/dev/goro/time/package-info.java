/** Timers and tickers that live on the scheduler: Go's {@code time}. */
package dev.goro.time;
