// The Go twin of Goro's benchmark: the same workloads, written as a Go programmer would write them.
//
// One process measures one workload:
//
//	gotwin WORKLOAD SIZE WARMUP_MS SAMPLE_MS SAMPLES
//
// It prints one JSON line on stdout. A workload that did not do its work right ends the process with exit code 1 and a
// sentence on stderr. The number of Ps is the environment's GOMAXPROCS.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"
)

// work does a workload's operations, again and again.
type work interface {
	// run does ops operations, a multiple of granularity, and checks what came of them.
	run(ops int64)
	// granularity is the smallest number of operations that can be done at once.
	granularity() int64
	// finish ends what was set up.
	finish()
}

var works = map[string]func(size int) work{
	"yield":      newYield,
	"park":       newHandOver,
	"spawn":      newSpawn,
	"spawn-join": newSpawnJoin,
	"unbuffered": newOneToOne,
	"pingpong":   newPingPong,
	"buffered":   newOneToOne,
	"select":     newSelectFromTwo,
	"chain":      newChain,
	"skynet":     newSkynet,
}

// series is what was measured of one metric.
type series struct {
	Metric  string    `json:"metric"`
	Samples []float64 `json:"samples"`
	CPU     []float64 `json:"cpu,omitempty"`
}

type report struct {
	Workload string   `json:"workload"`
	Procs    int      `json:"procs"`
	Series   []series `json:"series"`
}

func main() {
	if len(os.Args) != 6 {
		fail("gotwin needs WORKLOAD SIZE WARMUP_MS SAMPLE_MS SAMPLES, but got %q", os.Args[1:])
	}
	name := os.Args[1]
	size := number(os.Args[2])
	warmup := time.Duration(number(os.Args[3])) * time.Millisecond
	sample := time.Duration(number(os.Args[4])) * time.Millisecond
	samples := number(os.Args[5])

	r := report{Workload: name, Procs: runtime.GOMAXPROCS(0)}
	if name == "parked" {
		r.Series = measureParked(size, warmup)
	} else if make, ok := works[name]; ok {
		r.Series = []series{measure(make(size), warmup, sample, samples)}
	} else {
		fail("gotwin has no workload %q", name)
	}
	line, err := json.Marshal(r)
	if err != nil {
		fail("gotwin cannot write its report: %v", err)
	}
	fmt.Println(string(line))
}

func number(arg string) int {
	n, err := strconv.Atoi(arg)
	if err != nil {
		fail("gotwin needs a number, but got %q", arg)
	}
	return n
}

// check ends the process if a workload's result is wrong.
func check(what string, expected, actual int64) {
	if expected != actual {
		fail("%s: expected %d, got %d", what, expected, actual)
	}
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}
