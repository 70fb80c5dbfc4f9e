package main

import (
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// The suite proc: what runtime/proc_test.go of Go measures, by the same names.
func init() {
	suite := map[string]func(size int) work{
		"StackGrowth":              deepCalls,
		"StackGrowthDeep":          deepCalls,
		"CreateGoroutines":         func(int) work { return createInRows(1) },
		"CreateGoroutinesParallel": func(int) work { return createInRows(runtime.GOMAXPROCS(0)) },
		"CreateGoroutinesCapture":  func(int) work { return simple(createCapturing) },
		"CreateGoroutinesSingle":   func(int) work { return simple(createFromOne) },
		"Matmult":                  func(int) work { return simple(multiply) },
		"PingPongHog":              func(int) work { return simple(pingPongBesideHog) },
	}
	for _, micros := range []int{0, 1, 2, 5, 10, 20, 50, 100} {
		suffix := fmt.Sprintf("-%dus", micros)
		suite["WakeupParallelSpinning"+suffix] = wakeUps(compute)
		suite["WakeupParallelSyscall"+suffix] = wakeUps(block)
	}
	register(suite)
}

// ---- deep calls

// deepCalls: each P's goroutine calls itself so many times, with a kilobyte in each frame. An operation is one such descent.
func deepCalls(depth int) work {
	d := int64(depth)
	p := newParallel(1)
	return simple(func(ops int64) {
		p.run(ops, func(s *share) int64 {
			var right int64
			for s.next() {
				if descend(d) == d*(d+1)/2 {
					right++
				}
			}
			return right
		})
	})
}

//go:noinline
func descend(depth int64) int64 {
	var frame [128]int64
	for i := range frame {
		frame[i] = depth
	}
	var below int64
	if depth > 0 {
		below = descend(depth - 1)
	}
	return below + frame[below&127]
}

// ---- creating goroutines

// createInRows: goroutines start one another, in so many rows at once. An operation is one goroutine.
func createInRows(rows int) work {
	return grained{int64(rows), func(ops int64) { createEach(rows, ops/int64(rows)) }}
}

func createEach(rows int, each int64) {
	c := make(chan int64)
	var next func(left, depth int64)
	next = func(left, depth int64) {
		if left == 0 {
			c <- depth
			return
		}
		go next(left-1, depth+1)
	}
	for range rows {
		go next(each, 0)
	}
	for range rows {
		check("goroutines in a row", each, <-c)
	}
}

// createCapturing starts four goroutines that share variables and waits for them. An operation is that.
func createCapturing(ops int64) {
	const n = 4
	var ran atomic.Int64
	for i := int64(0); i < ops; i++ {
		var wg sync.WaitGroup
		wg.Add(n)
		for me := range int64(n) {
			go func() {
				if me == i&(n-1) {
					ran.Add(1)
				}
				wg.Done()
			}()
		}
		wg.Wait()
	}
	check("goroutines whose turn it was", ops, ran.Load())
}

// createFromOne starts all goroutines from one. An operation is one goroutine.
func createFromOne(ops int64) {
	var wg sync.WaitGroup
	wg.Add(int(ops))
	for range ops {
		go func() { wg.Done() }()
	}
	wg.Wait()
}

// ---- waking up in parallel

func compute(d time.Duration) {
	start := time.Now()
	for time.Since(start) < d {
	}
}

// block stops the thread in the kernel.
func block(d time.Duration) {
	t := syscall.NsecToTimespec(d.Nanoseconds())
	syscall.Nanosleep(&t, nil)
}

const wakeDelay = 5 * time.Microsecond

// wakeUps: two goroutines take turns as sender and receiver. The receiver is busy for a time and then waits; the sender is
// busy for a little longer and then sends. An operation is two such hand-overs, one in each direction.
func wakeUps(busy func(time.Duration)) func(micros int) work {
	return func(micros int) work {
		delay := time.Duration(micros) * time.Microsecond
		return simple(func(ops int64) { alternate(ops, delay, busy) })
	}
}

func alternate(ops int64, delay time.Duration, busy func(time.Duration)) {
	ping, pong := make(chan int64), make(chan int64)
	sums := make(chan int64)
	go func() {
		var sum int64
		for i := int64(0); i < ops; i++ {
			busy(delay + wakeDelay)
			ping <- i
			busy(delay)
			sum += <-pong
		}
		sums <- sum
	}()
	go func() {
		var sum int64
		for i := int64(0); i < ops; i++ {
			busy(delay)
			sum += <-ping
			busy(delay + wakeDelay)
			pong <- i
		}
		sums <- sum
	}()
	check("sum of what both received", ops*(ops-1), <-sums+<-sums)
}

// ---- matrices

// multiply multiplies two matrices of n rows and columns, n³ being at least the number of operations, by halves down to
// small blocks, in goroutines. An operation is one multiplication of two numbers.
func multiply(ops int64) {
	n := int(math.Cbrt(float64(ops))) + 1
	a, b, c := matrix(n, true), matrix(n, true), matrix(n, false)
	multiplyPart(nil, a, b, c, part{0, n, 0, n, 0, n})
	// The sum of the product: columns of the one times rows of the other.
	var expected, actual float64
	for k := range n {
		var column, row float64
		for i := range n {
			column += a[i][k]
			row += b[k][i]
			actual += c[k][i]
		}
		expected += column * row
	}
	if math.Abs(actual-expected) > 1e-9*expected {
		fail("sum of the product: expected %g, got %g", expected, actual)
	}
}

func matrix(n int, filled bool) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
		if filled {
			for j := range m[i] {
				m[i][j] = float64(i*n + j)
			}
		}
	}
	return m
}

// part is a block of rows i, columns j and the dimension k that both share.
type part struct{ i0, i1, j0, j1, k0, k1 int }

const smallPart = 8

func multiplyPart(done chan<- struct{}, a, b, c [][]float64, p part) {
	di, dj, dk := p.i1-p.i0, p.j1-p.j0, p.k1-p.k0
	first, second := p, p
	switch {
	case di >= dj && di >= dk && di >= smallPart:
		first.i1 = p.i0 + di/2
		second.i0 = first.i1
		multiplyBoth(a, b, c, first, second)
	case dj >= dk && dj >= smallPart:
		first.j1 = p.j0 + dj/2
		second.j0 = first.j1
		multiplyBoth(a, b, c, first, second)
	case dk >= smallPart: // both halves add to the same numbers: one after the other
		first.k1 = p.k0 + dk/2
		second.k0 = first.k1
		multiplyPart(nil, a, b, c, first)
		multiplyPart(nil, a, b, c, second)
	default:
		for i := p.i0; i < p.i1; i++ {
			for j := p.j0; j < p.j1; j++ {
				for k := p.k0; k < p.k1; k++ {
					c[i][j] += a[i][k] * b[k][j]
				}
			}
		}
	}
	if done != nil {
		done <- struct{}{}
	}
}

func multiplyBoth(a, b, c [][]float64, first, second part) {
	done := make(chan struct{}, 1)
	go multiplyPart(done, a, b, c, first)
	multiplyPart(nil, a, b, c, second)
	<-done
}

// ---- a hog

// pingPongBesideHog: on one P two goroutines send a value to and fro while a third one computes and never waits. An
// operation is a round trip.
func pingPongBesideHog(ops int64) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	stop, hogEnded := make(chan struct{}), make(chan struct{})
	go func() {
		for {
			select {
			case <-stop:
				close(hogEnded)
				return
			default:
			}
		}
	}()
	ping, pong, sum := make(chan int64), make(chan int64), make(chan int64)
	go func() {
		for v := range ping {
			pong <- v + 1
		}
	}()
	go func() {
		var s int64
		for i := range ops {
			ping <- i
			s += <-pong
		}
		close(ping)
		sum <- s
	}()
	check("sum of the answers", ops*(ops+1)/2, <-sum)
	close(stop)
	<-hogEnded
}
