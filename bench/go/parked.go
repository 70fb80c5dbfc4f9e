package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// crowd: many goroutines that wait for one gate.
type crowd struct {
	count int64
	gate  chan struct{}
	ended atomic.Int64
	all   chan struct{}
}

// startCrowd starts the goroutines and returns when the last of them is about to wait.
func startCrowd(count int) *crowd {
	c := &crowd{count: int64(count), gate: make(chan struct{}), all: make(chan struct{}, 1)}
	var started atomic.Int64
	for i := 0; i < count; i++ {
		go func() {
			if started.Add(1) == c.count {
				c.all <- struct{}{}
			}
			<-c.gate
			if c.ended.Add(1) == c.count {
				c.all <- struct{}{}
			}
		}()
	}
	<-c.all
	return c
}

// wake opens the gate and returns when the last goroutine is about to end.
func (c *crowd) wake() {
	check("goroutines that did not wait", 0, c.ended.Load())
	close(c.gate)
	<-c.all
	check("goroutines that were woken", c.count, c.ended.Load())
}

// measureParked tells what a parked goroutine costs: bytes that stay after a collection, bytes of the process's resident
// memory, the time to start it, the time to wake and end it.
func measureParked(count int, asked time.Duration) []series {
	before := liveBytes()
	for warm := startWarmup(asked); !warm.isOver(); {
		startCrowd(count/10 + 1).wake()
	}
	runtime.GC()
	n := float64(count)

	cpu := cpuTime()
	t := time.Now()
	c := startCrowd(count)
	start := series{"start", []float64{float64(time.Since(t)) / n}, []float64{float64(cpuTime()-cpu) / n}}

	live := series{"live", []float64{float64(liveBytes()-before) / n}, nil}
	var resident []series
	if bytes, ok := residentBytes(); ok {
		resident = []series{{"resident", []float64{float64(bytes) / n}, nil}}
	}

	cpu = cpuTime()
	t = time.Now()
	c.wake()
	wake := series{"wake", []float64{float64(time.Since(t)) / n}, []float64{float64(cpuTime()-cpu) / n}}
	return append([]series{live, start, wake}, resident...)
}

// liveBytes is what objects and stacks take after a collection.
func liveBytes() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// residentBytes is the process's resident memory, where the system tells it in /proc.
func residentBytes() (int64, bool) { return statusBytes("VmRSS:") }

// statusBytes is a line of the process's status in bytes, where the system tells it in /proc.
func statusBytes(key string) (int64, bool) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	for _, line := range strings.Split(string(status), "\n") {
		if fields := strings.Fields(line); len(fields) >= 2 && fields[0] == key {
			kb, err := strconv.ParseInt(fields[1], 10, 64)
			return kb * 1024, err == nil
		}
	}
	return 0, false
}
