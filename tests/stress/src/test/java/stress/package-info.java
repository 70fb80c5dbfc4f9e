/**
 * Stress: the same few things again and again, with many goroutines, at 1, 2 and 16 Ps, to find
 * lost wake-ups, lost or doubled values, and hangs. With {@code -Dgoro.long=true} each test does at
 * least ten times the work.
 *
 * <p>It runs a second time woven, while time slices end and Ps are taken away at random moments
 * ({@code dev.goro.runtime.sched.RandomPreemption}). The package stands outside {@code dev.goro}
 * for that, whose classes are never woven.
 */
package stress;
