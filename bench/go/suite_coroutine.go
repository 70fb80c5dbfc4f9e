package main

import "iter"

// The suite coroutine: iterators that are pulled.
func init() {
	register(map[string]func(size int) work{
		"generator-next":  func(int) work { return simple(pullNext) },
		"generator-make":  func(int) work { return simple(pullMake) },
		"generator-close": func(int) work { return simple(pullStop) },
		"generator-tree":  func(int) work { return simple(pullTree) },
	})
}

const treeNodes = 1_023

func upTo(n int64) iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// pullNext: an operation is one element.
func pullNext(ops int64) {
	next, stop := iter.Pull(upTo(ops))
	defer stop()
	var sum int64
	for {
		v, ok := next()
		if !ok {
			break
		}
		sum += v
	}
	check("sum of the elements", ops*(ops-1)/2, sum)
}

// pullMake: an operation is one iterator, run to its end.
func pullMake(ops int64) {
	var elements int64
	for range ops {
		next, _ := iter.Pull(upTo(1))
		for {
			v, ok := next()
			if !ok {
				break
			}
			elements += 1 + v
		}
	}
	check("elements", ops, elements)
}

// pullStop: an operation is one iterator, asked once and stopped.
func pullStop(ops int64) {
	var elements int64
	for range ops {
		next, stop := iter.Pull(upTo(2))
		v, _ := next()
		elements += 1 + v
		stop()
	}
	check("elements", ops, elements)
}

type pulledTree struct {
	left, right *pulledTree
	value       int64
}

func pulledTreeOf(from, to int64) *pulledTree {
	if from == to {
		return nil
	}
	middle := (from + to) / 2
	return &pulledTree{pulledTreeOf(from, middle), pulledTreeOf(middle+1, to), middle}
}

func (t *pulledTree) walk(yield func(int64) bool) bool {
	return t == nil || t.left.walk(yield) && yield(t.value) && t.right.walk(yield)
}

// pullTree: an operation is one node.
func pullTree(ops int64) {
	tree := pulledTreeOf(0, treeNodes)
	walks := (ops + treeNodes - 1) / treeNodes
	var sum int64
	for range walks {
		next, _ := iter.Pull(func(yield func(int64) bool) { tree.walk(yield) })
		for {
			v, ok := next()
			if !ok {
				break
			}
			sum += v
		}
	}
	check("sum of the nodes", walks*treeNodes*(treeNodes-1)/2, sum)
}
