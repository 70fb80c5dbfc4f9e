package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// parallel: operations that some goroutines share. Each takes a batch, does it and takes the next, as with
// testing.B.RunParallel. A batch is what takes about 100 µs, from 1 to 10,000 operations, by what the run before told; the
// first run's batches are of one. The Java twins have the same in Parallel.java.
type parallel struct {
	members    int64
	nanosPerOp float64
}

const (
	batchNanos = 100_000
	maxBatch   = 10_000
)

// newParallel shares operations among several goroutines a P.
func newParallel(perProc int) *parallel {
	return &parallel{members: int64(perProc * runtime.GOMAXPROCS(0))}
}

// run does ops operations. body does as many as its share says and returns how many of them did what they should.
func (p *parallel) run(ops int64, body func(*share) int64) {
	batch := int64(1)
	if p.nanosPerOp > 0 {
		batch = min(max(int64(batchNanos/p.nanosPerOp), 1), maxBatch)
	}
	var taken, done atomic.Int64
	var wg sync.WaitGroup
	before := time.Now()
	for i := int64(0); i < p.members; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			done.Add(body(&share{taken: &taken, ops: ops, batch: batch}))
		}()
	}
	wg.Wait()
	p.nanosPerOp = float64(time.Since(before)) / float64(ops)
	check("operations", ops, done.Load())
}

// share is the operations that one goroutine takes.
type share struct {
	taken      *atomic.Int64
	ops, batch int64
	left       int64
}

// next takes the next operation and tells whether there was one.
func (s *share) next() bool {
	if s.left == 0 && !s.takeBatch() {
		return false
	}
	s.left--
	return true
}

func (s *share) takeBatch() bool {
	first := s.taken.Add(s.batch) - s.batch
	s.left = min(max(s.ops-first, 0), s.batch)
	return s.left > 0
}

// inParallel makes work that is nothing but operations shared by a goroutine a P. body makes, for each run, what each
// goroutine does.
func inParallel(body func() func(*share) int64) func(int) work {
	return func(int) work {
		p := newParallel(1)
		return simple(func(ops int64) { p.run(ops, body()) })
	}
}
