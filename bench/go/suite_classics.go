package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// The suite classics.
func init() {
	register(map[string]func(size int) work{
		"ring":           newRing,
		"sieve":          newSieve,
		"fan":            newFan,
		"mpmc":           newManyToMany,
		"fib":            newFib,
		"JoxRendezvous":  newOneToOne,
		"JoxBuffered1":   newOneToOne,
		"JoxBuffered10":  newOneToOne,
		"JoxBuffered100": newOneToOne,
		"JoxChained0":    func(length int) work { return newStream(length, 0) },
		"JoxChained16":   func(length int) work { return newStream(length, 16) },
		"JoxChained100":  func(length int) work { return newStream(length, 100) },
		"JoxParallel0":   func(pairs int) work { return newPairs(pairs, 0) },
		"JoxParallel16":  func(pairs int) work { return newPairs(pairs, 16) },
		"JoxParallel100": func(pairs int) work { return newPairs(pairs, 100) },
		"JoxSelect1":     func(int) work { return simple(selectFromOne) },
		"JoxSelect2":     newSelectFromTwo,
	})
	measurements["short-program"] = measureStarts
}

// shortProgram is the argument by which this program becomes the one whose whole process is timed.
const shortProgram = "short-program"

// runShortProgram prints the sum of what a hundred goroutines send.
func runShortProgram() {
	const goroutines = 100
	numbers := make(chan int)
	for i := 0; i < goroutines; i++ {
		go func() { numbers <- i }()
	}
	sum := 0
	for i := 0; i < goroutines; i++ {
		sum += <-numbers
	}
	fmt.Println(sum)
}

// measureStarts tells how long the short program takes as a whole, by the clock, in milliseconds. The first start does not
// count.
func measureStarts(starts int, _ time.Duration) []series {
	self, err := os.Executable()
	if err != nil {
		fail("gotwin cannot tell its own place: %v", err)
	}
	var times []float64
	for i := 0; i <= starts; i++ {
		before := time.Now()
		output, err := exec.Command(self, shortProgram).CombinedOutput()
		elapsed := time.Since(before)
		if err != nil || strings.TrimSpace(string(output)) != "4950" {
			fail("the short program failed (%v) and said: %s", err, output)
		}
		if i > 0 {
			times = append(times, float64(elapsed)/float64(time.Millisecond))
		}
	}
	return []series{{Metric: "wall", Samples: times}}
}

// ring: a token goes round in a ring of goroutines. It is a number: each takes one away, and who finds nothing left tells who
// it is. An operation is one hop.
type ring struct {
	places []chan int64
	last   chan int64
}

func newRing(length int) work {
	r := &ring{last: make(chan int64)}
	for i := 0; i < length; i++ {
		r.places = append(r.places, make(chan int64))
	}
	for i := 0; i < length; i++ {
		in, out := r.places[i], r.places[(i+1)%length]
		go func() {
			for token := range in {
				if token == 0 {
					r.last <- int64(i)
				} else {
					out <- token - 1
				}
			}
		}()
	}
	return r
}

func (r *ring) granularity() int64 { return 1 }

func (r *ring) run(ops int64) {
	r.places[0] <- ops
	check("where the token ended", ops%int64(len(r.places)), <-r.last)
}

func (r *ring) finish() {
	for _, ch := range r.places {
		close(ch)
	}
}

// newSieve: the sieve of concurrent processes: for each prime a goroutine that lets pass what it does not divide, in a row that
// grows with each prime. An operation is one number that goes in.
func newSieve(limit int) work {
	return grained{int64(limit), func(ops int64) {
		for done := int64(0); done < ops; done += int64(limit) {
			check("sum of the primes", sumOfPrimesBelow(limit), sieveBelow(limit))
		}
	}}
}

func sieveBelow(limit int) (sum int64) {
	numbers := make(chan int)
	go func() {
		for i := 2; i < limit; i++ {
			numbers <- i
		}
		close(numbers)
	}()
	left := numbers
	for prime, ok := <-left; ok; prime, ok = <-left {
		sum += int64(prime)
		in, out := left, make(chan int)
		go filter(in, out, prime)
		left = out
	}
	return sum
}

func filter(in, out chan int, divisor int) {
	for i := range in {
		if i%divisor != 0 {
			out <- i
		}
	}
	close(out)
}

func sumOfPrimesBelow(limit int) (sum int64) {
	composite := make([]bool, limit)
	for i := 2; i < limit; i++ {
		if !composite[i] {
			sum += int64(i)
			for multiple := 2 * i; multiple < limit; multiple += i {
				composite[multiple] = true
			}
		}
	}
	return sum
}

// newFan: one goroutine sends to some workers over one channel, and they to one receiver over another. An operation is one
// value.
func newFan(workers int) work {
	const capacity = 64
	return simple(func(ops int64) {
		jobs := make(chan int64, capacity)
		results := make(chan int64, capacity)
		go func() {
			for i := int64(0); i < ops; i++ {
				jobs <- i
			}
			close(jobs)
		}()
		for w := 0; w < workers; w++ {
			go func() {
				for job := range jobs {
					results <- job + 1
				}
			}()
		}
		var sum int64
		for i := int64(0); i < ops; i++ {
			sum += <-results
		}
		check("sum of the results", ops*(ops+1)/2, sum)
	})
}

// newManyToMany: some goroutines send and as many receive, over one channel. An operation is one value.
func newManyToMany(pairs int) work {
	const capacity = 128
	return grained{int64(pairs), func(ops int64) {
		each := ops / int64(pairs)
		ch := make(chan int64, capacity)
		sums := make(chan int64, pairs)
		for p := 0; p < pairs; p++ {
			go sendNumbers(ch, each)
			go func() { sums <- sumOf(ch, each) }()
		}
		var sum int64
		for p := 0; p < pairs; p++ {
			sum += <-sums
		}
		check("sum of what was received", int64(pairs)*(each*(each-1)/2), sum)
	}}
}

func sendNumbers(ch chan int64, count int64) {
	for i := int64(0); i < count; i++ {
		ch <- i
	}
}

func sumOf(ch chan int64, count int64) (sum int64) {
	for i := int64(0); i < count; i++ {
		sum += <-ch
	}
	return sum
}

// newFib: Fibonacci numbers, with a goroutine for one of each two summands: work that only stealing spreads. An operation is
// one goroutine.
func newFib(n int) work {
	number, next := int64(0), int64(1)
	for i := 0; i < n; i++ {
		number, next = next, number+next
	}
	forks := next - 1
	return grained{forks, func(ops int64) {
		for done := int64(0); done < ops; done += forks {
			check("Fibonacci number", number, fib(n))
		}
	}}
}

func fib(n int) int64 {
	if n < 2 {
		return int64(n)
	}
	one := make(chan int64, 1)
	go func() { one <- fib(n - 1) }()
	other := fib(n - 2)
	return <-one + other
}

// valuesAtLeast is how many values at least each goroutine handles that is made anew for each run.
const valuesAtLeast = 100

// newStream: values stream through a row of goroutines, as many at a time as there is room for. An operation is one hop.
func newStream(length, capacity int) work {
	return grained{int64(length) * valuesAtLeast, func(ops int64) {
		values := ops / int64(length)
		in := make(chan int64, capacity)
		go sendNumbers(in, values)
		for i := 1; i < length; i++ {
			from, to := in, make(chan int64, capacity)
			go func() {
				for n := int64(0); n < values; n++ {
					to <- <-from
				}
			}()
			in = to
		}
		check("sum of what came out", values*(values-1)/2, sumOf(in, values))
	}}
}

// newPairs: many senders and receivers in pairs, each with a channel of its own. An operation is one value.
func newPairs(pairs, capacity int) work {
	return grained{int64(pairs) * valuesAtLeast, func(ops int64) {
		values := ops / int64(pairs)
		sums := make(chan int64, pairs)
		for p := 0; p < pairs; p++ {
			ch := make(chan int64, capacity)
			go sendNumbers(ch, values)
			go func() { sums <- sumOf(ch, values) }()
		}
		var sum int64
		for p := 0; p < pairs; p++ {
			sum += <-sums
		}
		check("sum of what was received", int64(pairs)*(values*(values-1)/2), sum)
	}}
}

// selectFromOne: one goroutine sends and one selects from that one channel, which Go compiles to a plain receive. An operation
// is one value.
func selectFromOne(ops int64) {
	ch := make(chan int64)
	go sendNumbers(ch, ops)
	var sum int64
	for i := int64(0); i < ops; i++ {
		select {
		case v := <-ch:
			sum += v
		}
	}
	check("sum of what was received", ops*(ops-1)/2, sum)
}
