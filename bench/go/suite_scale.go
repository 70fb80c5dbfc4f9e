package main

import (
	"fmt"
	"io"
	"net"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"time"
)

// The suite scale: crowds that wait, and work among them.
func init() {
	for name, make := range map[string]func() waiting{
		"crowd-channel": func() waiting { return &onChannel{} },
		"crowd-sleep":   func() waiting { return &asleep{} },
		"crowd-select":  func() waiting { return &inSelect{} },
		"crowd-mutex":   func() waiting { return &onMutex{} },
		"crowd-socket":  func() waiting { return &onSocket{} },
		"crowd-deep":    func() waiting { return &deep{} },
	} {
		measurements[name] = func(size int, warmup time.Duration) []series { return crowdCost(make, size, warmup) }
	}
	register(map[string]func(size int) work{
		"among-yield":    func(size int) work { return among(size, newYield(8)) },
		"among-pingpong": func(size int) work { return among(size, newPingPong(0)) },
		"among-buffered": func(size int) work { return among(size, newOneToOne(128)) },
		"among-spawn":    func(size int) work { return among(size, newSpawnJoin(0)) },
		"among-timers":   func(size int) work { return newPending(size, (*pending).replace) },
		"among-dump":     func(size int) work { return among(size, simple(dumps)) },
	})
}

// waiting is a way to wait for a gate.
type waiting interface {
	// prepare makes ready what so many goroutines wait for.
	prepare(count int)
	// await waits until the gate opens.
	await(number int)
	// settle waits until the gate may be opened, where it opens at a time of its own.
	settle()
	// open opens it.
	open()
}

// gated is a crowd that waits for a gate, in one of the ways in which a goroutine can wait.
type gated struct {
	gate  waiting
	count int64
	ended atomic.Int64
	all   chan struct{}
}

// startGated starts the goroutines and returns when the last of them is about to wait.
func startGated(gate waiting, count int) *gated {
	c := &gated{gate: gate, count: int64(count), all: make(chan struct{}, 1)}
	gate.prepare(count)
	var started atomic.Int64
	for i := 0; i < count; i++ {
		go func() {
			if started.Add(1) == c.count {
				c.all <- struct{}{}
			}
			gate.await(i)
			if c.ended.Add(1) == c.count {
				c.all <- struct{}{}
			}
		}()
	}
	<-c.all
	check("goroutines that did not wait", 0, c.ended.Load())
	return c
}

// wake opens the gate and returns when the last goroutine is about to end.
func (c *gated) wake() {
	c.gate.open()
	<-c.all
	check("goroutines that were woken", c.count, c.ended.Load())
}

// crowdCost tells what a crowd costs that waits, a goroutine: the time to start it, its share of the resident memory when
// all wait and of the most that the process had, the time to wake it; and of all of that the sum of the collector's pauses
// and the longest of them, in milliseconds.
func crowdCost(make func() waiting, count int, asked time.Duration) []series {
	for warm := startWarmup(asked); !warm.isOver(); {
		c := startGated(make(), min(count/10+1, 20_000))
		c.gate.settle()
		c.wake()
	}
	runtime.GC()
	n := float64(count)
	var before debug.GCStats
	debug.ReadGCStats(&before)

	cpu := cpuTime()
	t := time.Now()
	c := startGated(make(), count)
	start := series{"start", []float64{float64(time.Since(t)) / n}, []float64{float64(cpuTime()-cpu) / n}}
	resident, told := statusBytes("VmRSS:")
	c.gate.settle()

	cpu = cpuTime()
	t = time.Now()
	c.wake()
	all := []series{start, {"wake", []float64{float64(time.Since(t)) / n}, []float64{float64(cpuTime()-cpu) / n}}}
	if told {
		peak, _ := statusBytes("VmHWM:")
		all = append(all, series{"resident", []float64{float64(resident) / n}, nil},
			series{"peak", []float64{float64(peak) / n}, nil})
	}
	var after debug.GCStats
	debug.ReadGCStats(&after)
	var longest time.Duration
	for _, pause := range after.Pause[:min(len(after.Pause), int(after.NumGC-before.NumGC))] {
		longest = max(longest, pause)
	}
	return append(all,
		series{"pauses", []float64{float64((after.PauseTotal - before.PauseTotal).Microseconds()) / 1000}, nil},
		series{"longest", []float64{float64(longest.Microseconds()) / 1000}, nil})
}

// onChannel: in a receive from a channel.
type onChannel struct{ gate chan struct{} }

func (w *onChannel) prepare(int) { w.gate = make(chan struct{}) }
func (w *onChannel) await(int)   { <-w.gate }
func (w *onChannel) settle()     {}
func (w *onChannel) open()       { close(w.gate) }

// deep: in such a receive, twenty calls deep.
type deep struct{ onChannel }

const depth = 20

func (w *deep) await(number int) {
	check("sum of the calls", int64(number+depth*(depth+1)/2), w.descend(int64(number), depth))
}

//go:noinline
func (w *deep) descend(sum int64, more int64) int64 {
	if more == 0 {
		<-w.gate
		return sum
	}
	return w.descend(sum, more-1) + more
}

// inSelect: in a select of four channels.
type inSelect struct {
	onChannel
	second, third, fourth chan struct{}
}

func (w *inSelect) prepare(count int) {
	w.onChannel.prepare(count)
	w.second, w.third, w.fourth = make(chan struct{}), make(chan struct{}), make(chan struct{})
}

func (w *inSelect) await(int) {
	select {
	case <-w.gate:
	case <-w.second:
	case <-w.third:
	case <-w.fourth:
	}
}

// onMutex: for a mutex.
type onMutex struct{ mutex sync.Mutex }

func (w *onMutex) prepare(int) { w.mutex.Lock() }
func (w *onMutex) await(int)   { w.mutex.Lock(); w.mutex.Unlock() }
func (w *onMutex) settle()     {}
func (w *onMutex) open()       { w.mutex.Unlock() }

// asleep: all until the same moment.
type asleep struct{ end time.Time }

func (w *asleep) prepare(count int) {
	w.end = time.Now().Add(500*time.Millisecond + time.Duration(count)*4*time.Microsecond)
}
func (w *asleep) await(int) { time.Sleep(time.Until(w.end)) }

// settle ends at the moment itself: one more sleeper would run after a part of the others.
func (w *asleep) settle() {
	time.Sleep(time.Until(w.end) - 20*time.Millisecond)
	for time.Until(w.end) > 0 {
	}
}
func (w *asleep) open() {}

// onSocket: for a datagram, each on a socket of its own.
type onSocket struct{ sockets []*net.UDPConn }

const portsAnAddress = 10_000

func (w *onSocket) prepare(count int) {
	w.sockets = make([]*net.UDPConn, count)
	for i := range w.sockets {
		socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 1, byte(1+i/portsAnAddress))})
		if err != nil {
			fail("a datagram socket cannot be opened: %v", err)
		}
		w.sockets[i] = socket
	}
}

func (w *onSocket) await(number int) {
	n, err := w.sockets[number].Read(make([]byte, 1))
	if n != 1 || err != nil {
		fail("a datagram of %d bytes came: %v", n, err)
	}
	w.sockets[number].Close()
}

func (w *onSocket) settle() {}

func (w *onSocket) open() {
	from, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		fail("a datagram socket cannot be opened: %v", err)
	}
	defer from.Close()
	for _, socket := range w.sockets {
		if _, err := from.WriteTo(make([]byte, 1), socket.LocalAddr()); err != nil {
			fail("a datagram cannot be sent: %v", err)
		}
	}
}

// amongOthersWaiting: some work while many other goroutines wait for a channel.
type amongOthersWaiting struct {
	work
	others *gated
}

func among(others int, w work) work { return amongOthersWaiting{w, startGated(&onChannel{}, others)} }

func (a amongOthersWaiting) finish() {
	a.work.finish()
	a.others.wake()
}

// dumps: the stacks of all goroutines, equal ones folded. An operation is one dump.
func dumps(ops int64) {
	for i := int64(0); i < ops; i++ {
		if err := pprof.Lookup("goroutine").WriteTo(io.Discard, 1); err != nil {
			fail("%v", fmt.Errorf("no goroutine profile: %w", err))
		}
	}
}
