// The suite context: a job is the context that ends, a coroutine's context the one that has values.
package dev.goro.bench.kotlin

import dev.goro.bench.twin.LocalWork
import dev.goro.bench.twin.Parallel.Share
import dev.goro.bench.twin.Work
import dev.goro.bench.twin.Works
import dev.goro.bench.twin.WrongResultException.check
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

internal val CONTEXT_WORKS: Works =
    Works()
        .add("CommonParentCancel") { shared(::commonParent) }
        .add("CheckCanceled-Err") { Work { ops -> looks(ops, ended()) } }
        .add("ErrCanceled") { Work { ops -> looks(ops, ended()) } }
        .add("ErrOK") { Work { ops -> looks(ops, Job()) } }
        .also { works ->
          for (row in listOf(1, 10, 100, 1_000)) {
            works
                .add("CancelTree-Background-$row") { Work { ops -> rows(ops, it, null) } }
                .add("CancelTree-ClosedCanceler-$row") { Work { ops -> rows(ops, it, ended()) } }
          }
          for (row in listOf(1, 10, 100)) {
            works.add("CancelTree-OpenCanceler-$row") { Work { ops -> canceled(ops, it) } }
          }
          for (depth in listOf(10, 20, 30, 50, 100)) {
            works
                .add("DeepValueNewGoRoutine-$depth") { Work { ops -> deepValueFromNew(ops, it) } }
                .add("DeepValueSameGoRoutine-$depth") { Work { ops -> deepValue(ops, it) } }
          }
        }

private fun ended(): Job = Job().also { it.cancel() }

private class Value(val value: String, key: CoroutineContext.Key<*>) : AbstractCoroutineContextElement(key)

private class Key : CoroutineContext.Key<Value>

/** An operation makes a child of a job that all share, looks for a value and ends it. */
private fun commonParent(): suspend CoroutineScope.(Share) -> Long {
  val key = Key()
  val parent = Job()
  val values = Value("value", key) + parent
  return { share ->
    var x = 1L
    var right = 0L
    while (share.next()) {
      val child = Job(parent)
      if ((values + child)[key]?.value == "value") right++
      x = LocalWork.compute(x)
      child.cancel()
      x = LocalWork.compute(x)
    }
    LocalWork.consume(x)
    right
  }
}

/** An operation asks a job whether it was canceled. */
private fun looks(ops: Long, job: Job) {
  var canceled = 0L
  for (i in 0 until ops) {
    if (job.isCancelled) canceled++
  }
  check("answers", if (job.isCancelled) ops else 0, canceled)
}

private fun descendants(root: Job?, depth: Int): Job? {
  var last = root
  repeat(depth) { last = Job(last) }
  return last
}

/** An operation makes a row of jobs, each the parent of the next, below one that has ended or below none. */
private fun rows(ops: Long, depth: Int, root: Job?) {
  var ended = 0L
  for (i in 0 until ops) {
    if (descendants(root, depth)!!.isCancelled) ended++
  }
  check("rows that have ended", if (root == null) 0 else ops, ended)
}

/** An operation makes a row and ends its first job, and so all. */
private fun canceled(ops: Long, depth: Int) {
  var ended = 0L
  for (i in 0 until ops) {
    val root = Job()
    val last = descendants(root, depth)!!
    root.cancel()
    if (last.isCancelled) ended++
  }
  check("rows that have ended", ops, ended)
}

private fun values(depth: Int): CoroutineContext {
  var context: CoroutineContext = EmptyCoroutineContext
  repeat(depth) { context += Value("value", Key()) }
  return context
}

/** An operation looks for a value that none of so many elements is. */
private fun deepValue(ops: Long, depth: Int) {
  val context = values(depth)
  val noKey = Key()
  var absent = 0L
  for (i in 0 until ops) {
    if (context[noKey] == null) absent++
  }
  check("values that were not there", ops, absent)
}

/** The same in a coroutine that is started with the context, and waited for. */
private fun deepValueFromNew(ops: Long, depth: Int) {
  val context = values(depth)
  val noKey = Key()
  var absent = 0L
  onDispatcher {
    for (i in 0 until ops) {
      launch(context) { if (coroutineContext[noKey] == null) absent++ }.join()
    }
  }
  check("values that were not there", ops, absent)
}
