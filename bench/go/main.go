// The Go twin of Goro's benchmark: the same workloads, written as a Go programmer would write them.
//
//	gotwin WARMUP_MS SAMPLE_MS SAMPLES WORKLOAD=SIZE...
//	gotwin list
//
// The first measures workloads and prints a JSON line on stdout for each; what is measured in earnest has a process of its
// own. A workload that did not do its work right ends the process with exit code 1 and a sentence on stderr. The number of
// Ps is the environment's GOMAXPROCS. The second prints the workloads' names.
//
// A suite's file registers its workloads in its init.
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
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

// preparer is work that sets up what each run needs, while no time is taken.
type preparer interface{ prepare(ops int64) }

// simple is work of single operations that needs no setting up.
type simple func(ops int64)

func (s simple) run(ops int64)      { s(ops) }
func (s simple) granularity() int64 { return 1 }
func (s simple) finish()            {}

// grained is work that does grain operations at once and needs no setting up.
type grained struct {
	grain int64
	do    func(ops int64)
}

func (g grained) run(ops int64)      { g.do(ops) }
func (g grained) granularity() int64 { return g.grain }
func (g grained) finish()            {}

// works makes the work of each workload whose operations are timed.
var works = map[string]func(size int) work{}

// measurements does the workloads that have figures of their own.
var measurements = map[string]func(size int, warmup time.Duration) []series{}

// register adds a suite's workloads.
func register(suite map[string]func(size int) work) {
	for name, make := range suite {
		if works[name] != nil {
			fail("the workload %q is there twice", name)
		}
		works[name] = make
	}
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
	if len(os.Args) == 2 && os.Args[1] == "list" {
		list()
		return
	}
	if len(os.Args) == 2 && os.Args[1] == shortProgram {
		runShortProgram()
		return
	}
	if len(os.Args) < 5 {
		fail("gotwin needs WARMUP_MS SAMPLE_MS SAMPLES WORKLOAD=SIZE..., but got %q", os.Args[1:])
	}
	warmup := time.Duration(number(os.Args[1])) * time.Millisecond
	sample := time.Duration(number(os.Args[2])) * time.Millisecond
	samples := number(os.Args[3])
	for _, asked := range os.Args[4:] {
		name, size, _ := strings.Cut(asked, "=")
		r := report{Workload: name, Procs: runtime.GOMAXPROCS(0)}
		if measure, ok := measurements[name]; ok {
			r.Series = measure(number(size), warmup)
		} else if make, ok := works[name]; ok {
			r.Series = []series{measureWork(make(number(size)), warmup, sample, samples)}
		} else {
			fail("gotwin has no workload %q", name)
		}
		line, err := json.Marshal(r)
		if err != nil {
			fail("gotwin cannot write its report: %v", err)
		}
		fmt.Println(string(line))
	}
}

// list prints the names of all workloads.
func list() {
	names := slices.Concat(slices.Collect(maps.Keys(works)), slices.Collect(maps.Keys(measurements)))
	slices.Sort(names)
	for _, name := range names {
		fmt.Println(name)
	}
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
