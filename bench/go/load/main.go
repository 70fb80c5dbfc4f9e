// The client of Goro's network benchmark, the same one for every server.
//
//	load KIND ADDRESS CONNECTIONS WARMUP_MS TIME_MS
//
// It opens its connections one after the other, each with a first exchange that is checked. Then every connection sends,
// waits for the answer, checks it to the last byte and sends again, without a pause. After the warm-up it prints
// {"measuring":true} on stdout, after the measured time {"measuring":false}, and when all is closed its report, another
// JSON line. Whatever goes wrong on any connection ends it with exit code 1 and a sentence on stderr: what it reports was
// measured without an error.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"
)

// report is what was measured. Latencies are microseconds from before a message was sent until after its answer was read.
type report struct {
	Kind        string  `json:"kind"`
	Connections int     `json:"connections"`
	Operations  int64   `json:"operations"`
	Seconds     float64 `json:"seconds"`
	Throughput  float64 `json:"throughput"`
	P50         float64 `json:"p50"`
	P99         float64 `json:"p99"`
	P999        float64 `json:"p999"`
	Max         float64 `json:"max"`
	// Starved is how many connections got no answer in all the time.
	Starved int `json:"starved"`
}

func main() {
	if len(os.Args) != 6 {
		fail("load needs KIND ADDRESS CONNECTIONS WARMUP_MS TIME_MS, but got %q", os.Args[1:])
	}
	kind := os.Args[1]
	exchange, ok := exchanges[kind]
	if !ok {
		fail("load has no exchange %q", kind)
	}
	connections := number(os.Args[3])
	warmup := time.Duration(number(os.Args[4])) * time.Millisecond
	measured := time.Duration(number(os.Args[5])) * time.Millisecond

	l := open(exchange(), os.Args[2], connections)
	l.run(warmup, false, func() {})
	printLine(map[string]bool{"measuring": true})
	elapsed := l.run(measured, true, func() { printLine(map[string]bool{"measuring": false}) })
	l.close()

	h := &l.latencies
	printLine(report{
		Kind:        kind,
		Connections: connections,
		Operations:  h.count,
		Seconds:     elapsed.Seconds(),
		Throughput:  float64(h.count) / elapsed.Seconds(),
		P50:         h.quantile(0.5) / 1e3,
		P99:         h.quantile(0.99) / 1e3,
		P999:        h.quantile(0.999) / 1e3,
		Max:         float64(h.max) / 1e3,
		Starved:     l.starved(),
	})
}

func printLine(value any) {
	line, err := json.Marshal(value)
	if err != nil {
		fail("load cannot write its report: %v", err)
	}
	fmt.Println(string(line))
}

func number(arg string) int {
	n, err := strconv.Atoi(arg)
	if err != nil || n < 0 {
		fail("load needs a number, but got %q", arg)
	}
	return n
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}
