package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"
)

// The suite context: what the tests of Go's package context measure, by the same names.
func init() {
	suite := map[string]func(size int) work{
		"CommonParentCancel": inParallel(commonParent),
		"CheckCanceled-Err":  func(int) work { return simple(errsOfCanceled) },
		"CheckCanceled-Done": func(int) work { return simple(donesOfCanceled) },
		"ContextCancelDone":  inParallel(donesOfOpen),
		"ErrOK":              func(int) work { return simple(errsOfOpen) },
		"ErrCanceled":        func(int) work { return simple(errsOfCanceled) },
	}
	for _, n := range []int{40, 4_000, 400_000} {
		suite[fmt.Sprintf("WithTimeout-%d", n)] = timeoutsAmongOthers
	}
	for _, depth := range []int{1, 10, 100, 1000} {
		suite[fmt.Sprintf("CancelTree-Background-%d", depth)] = func(d int) work { return simple(treesOf(d)) }
		suite[fmt.Sprintf("CancelTree-OpenCanceler-%d", depth)] = func(d int) work { return simple(treesUnderOpen(d)) }
		suite[fmt.Sprintf("CancelTree-ClosedCanceler-%d", depth)] = func(d int) work { return simple(treesUnderClosed(d)) }
	}
	for _, depth := range []int{10, 20, 30, 50, 100} {
		suite[fmt.Sprintf("DeepValueNewGoRoutine-%d", depth)] = deepValueFromNew
		suite[fmt.Sprintf("DeepValueSameGoRoutine-%d", depth)] = deepValue
	}
	register(suite)
}

// contextKey is what values have in this suite.
type contextKey int

// ---- ends

// commonParent: an operation makes a child of a context that all share, looks for a value and ends it.
func commonParent() func(*share) int64 {
	const key = contextKey(1)
	parent, cancel := context.WithCancel(context.WithValue(context.Background(), key, "value"))
	_ = cancel // the parent outlives its children, and nobody waits for it
	return func(s *share) int64 {
		x := uint64(1)
		var right int64
		for s.next() {
			child, cancel := context.WithCancel(parent)
			if child.Value(key).(string) == "value" {
				right++
			}
			x = localWork(x)
			cancel()
			x = localWork(x)
		}
		consumed.Add(x)
		return right
	}
}

// manyTimeouts: so many contexts with a timeout of an hour are there. An operation makes ten more and ends them.
type manyTimeouts struct {
	others []context.CancelFunc
	shared *parallel
}

func timeoutsAmongOthers(size int) work {
	procs := runtime.GOMAXPROCS(0)
	each := make([][]context.CancelFunc, procs)
	var wg sync.WaitGroup
	for p := range each {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range size / procs {
				_, cancel := context.WithTimeout(context.Background(), time.Hour)
				each[p] = append(each[p], cancel)
			}
		}()
	}
	wg.Wait()
	m := &manyTimeouts{shared: newParallel(1)}
	for _, cancels := range each {
		m.others = append(m.others, cancels...)
	}
	return m
}

func (m *manyTimeouts) granularity() int64 { return 1 }

func (m *manyTimeouts) run(ops int64) {
	m.shared.run(ops, func(s *share) int64 {
		var all [10]context.Context
		var cancels [10]context.CancelFunc
		var mine int64
		for s.next() {
			for i := range all {
				all[i], cancels[i] = context.WithTimeout(context.Background(), time.Hour)
			}
			for _, cancel := range cancels {
				cancel()
			}
			if all[0].Err() != nil {
				mine++
			}
		}
		return mine
	})
}

func (m *manyTimeouts) finish() {
	for _, cancel := range m.others {
		cancel()
	}
}

// descendants makes a context, one from the other, so many deep; returns the last one.
func descendants(root context.Context, depth int) context.Context {
	for range depth {
		child, cancel := context.WithCancel(root)
		_ = cancel // the root's is enough
		root = child
	}
	return root
}

// treesOf: an operation makes a row of contexts.
func treesOf(depth int) func(int64) {
	return func(ops int64) {
		var open int64
		for range ops {
			if descendants(context.Background(), depth).Err() == nil {
				open++
			}
		}
		check("rows that have not ended", ops, open)
	}
}

// treesUnderOpen: an operation makes a row of contexts and ends the first, and so all.
func treesUnderOpen(depth int) func(int64) {
	return func(ops int64) {
		var ended int64
		for range ops {
			root, cancel := context.WithCancel(context.Background())
			last := descendants(root, depth)
			cancel()
			if last.Err() != nil {
				ended++
			}
		}
		check("rows that have ended", ops, ended)
	}
}

// treesUnderClosed: an operation makes a row of contexts below one that has ended.
func treesUnderClosed(depth int) func(int64) {
	return func(ops int64) {
		var ended int64
		for range ops {
			root, cancel := context.WithCancel(context.Background())
			cancel()
			if descendants(root, depth).Err() != nil {
				ended++
			}
		}
		check("rows that have ended", ops, ended)
	}
}

// ---- looking

func open() (context.Context, context.CancelFunc) { return context.WithCancel(context.Background()) }

func canceled() context.Context {
	ctx, cancel := open()
	cancel()
	return ctx
}

func errsOfCanceled(ops int64) {
	ctx := canceled()
	var errs int64
	for range ops {
		if ctx.Err() != nil {
			errs++
		}
	}
	check("errors", ops, errs)
}

func errsOfOpen(ops int64) {
	ctx, cancel := open()
	defer cancel()
	var errs int64
	for range ops {
		if ctx.Err() != nil {
			errs++
		}
	}
	check("errors", 0, errs)
}

// donesOfCanceled: an operation is a select on a context that has ended.
func donesOfCanceled(ops int64) {
	ctx := canceled()
	var ended int64
	for range ops {
		select {
		case <-ctx.Done():
			ended++
		default:
		}
	}
	check("ends that were seen", ops, ended)
}

// donesOfOpen: an operation is a select on a context that all share and that has not ended.
func donesOfOpen() func(*share) int64 {
	ctx, cancel := open()
	_ = cancel // it never ends
	return func(s *share) int64 {
		var going int64
		for s.next() {
			select {
			case <-ctx.Done():
			default:
				going++
			}
		}
		return going
	}
}

// ---- values

func values(depth int) context.Context {
	ctx := context.Background()
	for i := range depth {
		ctx = context.WithValue(ctx, contextKey(i), i)
	}
	return ctx
}

const noKey = contextKey(-1)

// deepValueFromNew: an operation is a goroutine that looks for a value that none of so many contexts has.
func deepValueFromNew(depth int) work {
	return simple(func(ops int64) {
		ctx := values(depth)
		var absent int64
		for range ops {
			var wg sync.WaitGroup
			wg.Add(1)
			go func() {
				defer wg.Done()
				if ctx.Value(noKey) == nil {
					absent++
				}
			}()
			wg.Wait()
		}
		check("values that were not there", ops, absent)
	})
}

// deepValue: the same without a goroutine.
func deepValue(depth int) work {
	return simple(func(ops int64) {
		ctx := values(depth)
		var absent int64
		for range ops {
			if ctx.Value(noKey) == nil {
				absent++
			}
		}
		check("values that were not there", ops, absent)
	})
}
