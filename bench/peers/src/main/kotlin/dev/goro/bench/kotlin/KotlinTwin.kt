// The twin on Kotlin's coroutines: the workloads as a Kotlin programmer would write them, with the channels, select and
// builders of kotlinx.coroutines. All coroutines run on Dispatchers.Default, whose number of threads the process's
// command line sets; the thread that takes the samples only waits.
@file:JvmName("KotlinTwin")

package dev.goro.bench.kotlin

import dev.goro.bench.twin.Twin
import dev.goro.bench.twin.Works
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking

private const val POOL_SIZE = "kotlinx.coroutines.scheduler.core.pool.size"

private val TWIN =
    Twin(
        Works.of(
            GORO_WORKS,
            CLASSICS_WORKS,
            CHAN_WORKS,
            PROC_WORKS,
            SYNC_WORKS,
            TIME_WORKS,
            CONTEXT_WORKS,
            COROUTINE_WORKS,
        ))

/** Measures workloads: WARMUP_MS SAMPLE_MS SAMPLES WORKLOAD=SIZE... */
fun main(args: Array<String>) {
  Thread.setDefaultUncaughtExceptionHandler { _, failure -> Twin.fail(failure) }
  TWIN.measure(args, procs()) { println(it) }
  System.exit(0)
}

/** How many threads the dispatcher has. */
internal fun procs() = Integer.getInteger(POOL_SIZE) ?: Runtime.getRuntime().availableProcessors()

/** Runs the main coroutine of a workload on the dispatcher's threads; it ends when its children have ended. */
internal fun onDispatcher(body: suspend CoroutineScope.() -> Unit) = runBlocking(Dispatchers.Default, body)
