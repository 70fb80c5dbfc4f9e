// The suite coroutine: sequences that are built by code which yields. Kotlin compiles such code to a state machine, which
// runs on the stack of whoever asks; so a yield stands in functions that are marked for it.
package dev.goro.bench.kotlin

import dev.goro.bench.twin.Work
import dev.goro.bench.twin.Works
import dev.goro.bench.twin.WrongResultException.check

private const val NODES = 1_023L

internal val COROUTINE_WORKS: Works =
    Works()
        .add("generator-next") { Work(::next) }
        .add("generator-make") { Work(::make) }
        .add("generator-tree") { Work(::tree) }

private fun upTo(n: Long): Sequence<Long> = sequence { for (i in 0 until n) yield(i) }

/** An operation is one element. */
private fun next(ops: Long) {
  var sum = 0L
  for (v in upTo(ops)) sum += v
  check("sum of the elements", ops * (ops - 1) / 2, sum)
}

/** An operation is one sequence, gone through to its end. */
private fun make(ops: Long) {
  var elements = 0L
  for (i in 0 until ops) {
    for (v in upTo(1)) elements += 1 + v
  }
  check("elements", ops, elements)
}

private class Tree(val left: Tree?, val value: Long, val right: Tree?)

private fun treeOf(from: Long, to: Long): Tree? {
  if (from == to) return null
  val middle = (from + to) / 2
  return Tree(treeOf(from, middle), middle, treeOf(middle + 1, to))
}

private suspend fun SequenceScope<Long>.walk(tree: Tree) {
  tree.left?.let { walk(it) }
  yield(tree.value)
  tree.right?.let { walk(it) }
}

/** An operation is one node. */
private fun tree(ops: Long) {
  val tree = treeOf(0, NODES)!!
  val walks = (ops + NODES - 1) / NODES
  var sum = 0L
  for (i in 0 until walks) {
    for (v in sequence { walk(tree) }) sum += v
  }
  check("sum of the nodes", walks * NODES * (NODES - 1) / 2, sum)
}
