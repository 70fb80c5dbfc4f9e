package main

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// The suite time: what the tests of Go's package time measure of timers, by the same names; and what a million pending
// timers and an exact sleep cost.
func init() {
	register(map[string]func(size int) work{
		"AfterFunc1000":             amongOthers(afterFuncs),
		"After":                     amongOthers(after),
		"Stop-chan":                 amongOthers(stopChan),
		"Stop-func":                 amongOthers(stopFunc),
		"SimultaneousAfterFunc1000": amongOthers(afterFuncsAtOnce),
		"StartStop1000":             amongOthers(startStop),
		"Reset-chan":                amongOthers(resetChan),
		"Reset-func":                amongOthers(resetFunc),
		"Sleep1000":                 amongOthers(sleeps),
		"Ticker":                    amongOthers(ticks),
		"TickerReset":               amongOthers(tickerReset),
		"TickerResetNaive":          amongOthers(tickerResetNaive),
		"AdjustTimers10000":         amongOthers(adjust),
		"PendingCreateStop":         func(size int) work { return newPending(size, (*pending).replace) },
		"PendingReset":              func(size int) work { return newPending(size, (*pending).reset) },
	})
	measurements["ParallelTimerLatency"] = timersOfBusy
	measurements["StaggeredTickerLatency"] = staggeredTickers
	measurements["SleepAccuracy"] = sleepAccuracy
}

func nothing() {}

// ---- among others: each P has 32,768 timers of an hour already

const othersPerProc = 1 << 15

type timersAmongOthers struct {
	others [][]*time.Timer
	shared *parallel
	body   func(*share) int64
}

func amongOthers(body func(*share) int64) func(int) work {
	return func(int) work {
		others := make([][]*time.Timer, runtime.GOMAXPROCS(0))
		var wg sync.WaitGroup
		for p := range others {
			wg.Add(1)
			go func() {
				defer wg.Done()
				mine := make([]*time.Timer, othersPerProc)
				for i := range mine {
					mine[i] = time.AfterFunc(time.Hour, nothing)
				}
				others[p] = mine
			}()
		}
		wg.Wait()
		return &timersAmongOthers{others, newParallel(1), body}
	}
}

func (t *timersAmongOthers) granularity() int64 { return 1 }

func (t *timersAmongOthers) run(ops int64) { t.shared.run(ops, t.body) }

func (t *timersAmongOthers) finish() {
	for _, timers := range t.others {
		for _, timer := range timers {
			if !timer.Stop() {
				fail("a timer of an hour was over")
			}
		}
	}
}

// afterFuncs: an operation is a timer that is due at once and whose function sets the next one, 1,000 times.
func afterFuncs(s *share) int64 {
	var chains int64
	for s.next() {
		left := 1000
		c := make(chan bool)
		var f func()
		f = func() {
			left--
			if left >= 0 {
				time.AfterFunc(0, f)
			} else {
				c <- true
			}
		}
		time.AfterFunc(0, f)
		if <-c {
			chains++
		}
	}
	return chains
}

// after: an operation is a receive from a timer that is due at once.
func after(s *share) int64 {
	var times int64
	for s.next() {
		if !(<-time.After(1)).IsZero() {
			times++
		}
	}
	return times
}

// stopChan: an operation is a timer that is made and stopped.
func stopChan(s *share) int64 {
	var stopped int64
	for s.next() {
		if time.NewTimer(time.Second).Stop() {
			stopped++
		}
	}
	return stopped
}

// stopFunc: the same with a function.
func stopFunc(s *share) int64 {
	var stopped int64
	for s.next() {
		if time.AfterFunc(time.Second, nothing).Stop() {
			stopped++
		}
	}
	return stopped
}

// afterFuncsAtOnce: an operation is 1,000 timers that are due at once, whose functions are waited for.
func afterFuncsAtOnce(s *share) int64 {
	const n = 1000
	var mine int64
	for s.next() {
		var ran atomic.Int64
		var wg sync.WaitGroup
		wg.Add(n)
		f := func() {
			ran.Add(1)
			wg.Done()
		}
		for range n {
			time.AfterFunc(0, f)
		}
		wg.Wait()
		mine += ran.Load() / n
	}
	return mine
}

// startStop: an operation makes 1,000 timers and then stops them.
func startStop(s *share) int64 {
	const n = 1000
	var stopped int64
	for s.next() {
		timers := make([]*time.Timer, n)
		for i := range timers {
			timers[i] = time.AfterFunc(time.Hour, nothing)
		}
		for _, t := range timers {
			if t.Stop() {
				stopped++
			}
		}
	}
	return stopped / n
}

// resetChan: an operation sets a timer anew.
func resetChan(s *share) int64 { return resets(s, time.NewTimer(time.Hour)) }

// resetFunc: the same with a function.
func resetFunc(s *share) int64 { return resets(s, time.AfterFunc(time.Hour, nothing)) }

func resets(s *share, t *time.Timer) int64 {
	var active int64
	for s.next() {
		if t.Reset(time.Hour) {
			active++
		}
	}
	t.Stop()
	return active
}

// sleeps: an operation is 1,000 goroutines that sleep for a nanosecond and are waited for.
func sleeps(s *share) int64 {
	const n = 1000
	var mine int64
	for s.next() {
		var slept atomic.Int64
		var wg sync.WaitGroup
		wg.Add(n)
		for range n {
			go func() {
				time.Sleep(time.Nanosecond)
				slept.Add(1)
				wg.Done()
			}()
		}
		wg.Wait()
		mine += slept.Load() / n
	}
	return mine
}

// ticks: an operation is a receive from a ticker that is always due.
func ticks(s *share) int64 {
	ticker := time.NewTicker(time.Nanosecond)
	var ticks int64
	for s.next() {
		if !(<-ticker.C).IsZero() {
			ticks++
		}
	}
	ticker.Stop()
	return ticks
}

// tickerReset: an operation sets a ticker's period.
func tickerReset(s *share) int64 {
	ticker := time.NewTicker(time.Nanosecond)
	var mine int64
	for s.next() {
		ticker.Reset(2 * time.Nanosecond)
		mine++
	}
	ticker.Stop()
	return mine
}

// tickerResetNaive: an operation stops a ticker and makes another.
func tickerResetNaive(s *share) int64 {
	ticker := time.NewTicker(time.Nanosecond)
	var mine int64
	for s.next() {
		ticker.Stop()
		ticker = time.NewTicker(2 * time.Nanosecond)
		mine++
	}
	ticker.Stop()
	return mine
}

// adjust: an operation makes 10,000 timers, has the last one be the first that is due, sleeps and stops them.
func adjust(s *share) int64 {
	const n = 10_000
	var mine int64
	for s.next() {
		timers := make([]*time.Timer, n)
		for i := range timers {
			timers[i] = time.AfterFunc(time.Hour, nothing)
		}
		timers[n-1].Reset(time.Nanosecond)
		time.Sleep(time.Microsecond)
		stopped := 0
		for _, t := range timers[:n-1] {
			if t.Stop() {
				stopped++
			}
		}
		timers[n-1].Stop()
		if stopped == n-1 {
			mine++
		}
	}
	return mine
}

// ---- very many pending timers

// pending: very many timers are set, to times between one and two hours. An operation is on one of them.
type pending struct {
	timers []*time.Timer
	at     int
	step   func(*pending)
	missed int64
}

func newPending(size int, step func(*pending)) work {
	p := &pending{timers: make([]*time.Timer, size), step: step}
	for p.at = range p.timers {
		p.timers[p.at] = time.AfterFunc(p.delay(), nothing)
	}
	p.at = 0
	return p
}

// delay is each timer's own, and looks random.
func (p *pending) delay() time.Duration {
	return time.Hour + time.Duration(uint64(p.at)*0x9E3779B97F4A7C15>>1)%time.Hour
}

func (p *pending) granularity() int64 { return 1 }

func (p *pending) run(ops int64) {
	for range ops {
		p.step(p)
		p.at++
		if p.at == len(p.timers) {
			p.at = 0
		}
	}
	check("timers that were not set", 0, p.missed)
}

// replace stops a timer and makes another.
func (p *pending) replace() {
	if !p.timers[p.at].Stop() {
		p.missed++
	}
	p.timers[p.at] = time.AfterFunc(p.delay(), nothing)
}

// reset sets a timer anew, as a timeout is put off.
func (p *pending) reset() {
	if !p.timers[p.at].Reset(p.delay()) {
		p.missed++
	}
}

func (p *pending) finish() {
	for _, t := range p.timers {
		t.Stop()
	}
}

// ---- how late

func busyFor(d time.Duration) {
	start := time.Now()
	for time.Since(start) < d {
	}
}

// lateness is how late something was, in nanoseconds, each time.
type lateness struct{ nanos []float64 }

func (l *lateness) add(late time.Duration) { l.nanos = append(l.nanos, float64(max(late, 0))) }

const latenessSamples = 5

// latenessOf warms up by samples that do not count, and then takes those that do.
func latenessOf(asked time.Duration, sample func() []float64) [][]float64 {
	for warm := startWarmup(asked); !warm.isOver(); {
		sample()
	}
	samples := make([][]float64, latenessSamples)
	for i := range samples {
		samples[i] = sample()
	}
	return samples
}

func meanLateness(asked time.Duration, sample func() []float64) []series {
	var means []float64
	for _, nanos := range latenessOf(asked, sample) {
		means = append(means, mean(nanos))
	}
	return []series{{Metric: "late", Samples: means}}
}

func mean(values []float64) float64 {
	var sum float64
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// allOf is what each has been late, so many times.
func allOf(what string, each []lateness, times int) []float64 {
	var all []float64
	for _, l := range each {
		check(what, int64(times), int64(len(l.nanos)))
		all = append(all, l.nanos...)
	}
	return all
}

// timersOfBusy: a goroutine sets a timer for each other P and stays busy, so that others have to see to the timers.
func timersOfBusy(_ int, asked time.Duration) []series {
	others := max(runtime.GOMAXPROCS(0)-1, 1)
	const rounds, delay = 20, time.Millisecond
	return meanLateness(asked, func() []float64 {
		late := make([]lateness, others)
		for range rounds {
			var fired atomic.Int32
			var wg sync.WaitGroup
			wg.Add(others)
			for i := range others {
				due := time.Now().Add(delay)
				time.AfterFunc(delay, func() {
					late[i].add(time.Since(due))
					fired.Add(1)
					for fired.Load() < int32(others) {
					}
					wg.Done()
				})
			}
			for fired.Load() < int32(others) {
			}
			wg.Wait()
			busyFor(delay)
		}
		return allOf("timers that fired", late, rounds)
	})
}

// staggeredTickers: tickers of 3 ms whose goroutines compute for 300 µs at each tick; so many tickers for each P.
func staggeredTickers(perProc int, asked time.Duration) []series {
	procs := runtime.GOMAXPROCS(0)
	const rounds, period, busy = 50, 3 * time.Millisecond, 300 * time.Microsecond
	return meanLateness(asked, func() []float64 {
		late := make([]lateness, procs*perProc)
		var wg sync.WaitGroup
		for i := range late {
			busyFor(period / time.Duration(procs))
			due := time.Now().Add(period)
			ticker := time.NewTicker(period)
			wg.Add(1)
			go func() {
				defer wg.Done()
				defer ticker.Stop()
				for range rounds {
					<-ticker.C
					late[i].add(time.Since(due))
					due = due.Add(period)
					busyFor(busy)
				}
			}()
		}
		wg.Wait()
		return allOf("ticks", late, rounds)
	})
}

// sleepAccuracy: so many goroutines sleep again and again for one to five milliseconds. How late the middle one of all
// sleeps ends, and the 99th of a hundred.
func sleepAccuracy(goroutines int, asked time.Duration) []series {
	const rounds = 100
	samples := latenessOf(asked, func() []float64 {
		each := make([]lateness, goroutines)
		var wg sync.WaitGroup
		for i := range each {
			wg.Add(1)
			go func() {
				defer wg.Done()
				random := rand.New(rand.NewPCG(uint64(i), 3))
				for range rounds {
					d := time.Millisecond + time.Duration(random.Int64N(int64(4*time.Millisecond)))
					start := time.Now()
					time.Sleep(d)
					slept := time.Since(start)
					if slept < d {
						fail("a sleep of %v took %v", d, slept)
					}
					each[i].add(slept - d)
				}
			}()
		}
		wg.Wait()
		return allOf("sleeps", each, rounds)
	})
	var middle, last []float64
	for _, nanos := range samples {
		slices.Sort(nanos)
		middle = append(middle, quantile(nanos, 0.5))
		last = append(last, quantile(nanos, 0.99))
	}
	return []series{{Metric: "p50", Samples: middle}, {Metric: "p99", Samples: last}}
}

func quantile(sorted []float64, q float64) float64 { return sorted[int(q*float64(len(sorted)-1))] }
