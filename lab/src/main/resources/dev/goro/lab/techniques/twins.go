// Twins of some of the lab's programs, with the same sizes: dev.goro.lab.work has the originals.
// Called with the program's name, the milliseconds of the warm-up and of a sample, and the number of
// samples. Writes its samples as one line of JSON.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

func main() {
	programs := map[string]func() []time.Duration{
		"video rendering": rendering,
		"n-body physics":  nbody,
		"microservice":    microservice,
		"scraper":         scraper,
	}
	program := programs[os.Args[1]]
	warmup, sample := millis(os.Args[2]), millis(os.Args[3])
	count, _ := strconv.Atoi(os.Args[4])
	for begin := time.Now(); ; {
		program()
		if time.Since(begin) > warmup {
			break
		}
	}
	samples := map[string][]float64{}
	add := func(measure string, value float64) { samples[measure] = append(samples[measure], value) }
	for range count {
		var latencies []time.Duration
		cpu, begin := used(), time.Now()
		for time.Since(begin) < sample {
			latencies = append(latencies, program()...)
		}
		elapsed := time.Since(begin)
		cpu = used() - cpu
		slices.Sort(latencies)
		n := len(latencies)
		add("THROUGHPUT", float64(n)/elapsed.Seconds())
		add("MEDIAN_LATENCY", float64(latencies[n/2]))
		add("TAIL_LATENCY", float64(latencies[n*99/100]))
		add("CPU", float64(cpu)/float64(n))
	}
	add("MEMORY", peak())
	line, _ := json.Marshal(map[string]any{"failure": "", "samples": samples})
	fmt.Println(string(line))
}

func millis(text string) time.Duration {
	n, _ := strconv.Atoi(text)
	return time.Duration(n) * time.Millisecond
}

func usage() syscall.Rusage {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return usage
}

func used() time.Duration {
	u := usage()
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// The peak of the resident memory in bytes. On Linux getrusage counts what the process was before it became this
// program, too, and so the lab's own memory; the status does not.
func peak() float64 {
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		for _, line := range strings.Split(string(status), "\n") {
			if words := strings.Fields(line); len(words) > 1 && words[0] == "VmHWM:" {
				kib, _ := strconv.Atoi(words[1])
				return float64(kib) * 1024
			}
		}
	}
	return float64(usage().Maxrss) // macOS tells it in bytes
}

func check(what string, expected, found int64) {
	if expected != found {
		fmt.Fprintf(os.Stderr, "%s must be %d, but was %d\n", what, expected, found)
		os.Exit(1)
	}
}

const (
	width, height, bands, frames = 240, 136, 8, 40
	mostSteps                    = 60
)

var rightFrames []int64

func rendering() []time.Duration {
	if rightFrames == nil {
		for frame := range frames {
			var sum int64
			for band := range bands {
				sum += draw(frame, band)
			}
			rightFrames = append(rightFrames, sum)
		}
	}
	var latencies []time.Duration
	for frame := range frames {
		begin := time.Now()
		var sums [bands]int64
		var wg sync.WaitGroup
		for band := range bands {
			wg.Add(1)
			go func() {
				sums[band] = draw(frame, band)
				wg.Done()
			}()
		}
		wg.Wait()
		var sum int64
		for _, s := range sums {
			sum += s
		}
		check("a frame", rightFrames[frame], sum)
		latencies = append(latencies, time.Since(begin))
	}
	return latencies
}

func draw(frame, band int) int64 {
	zoom := 1.5 / (1 + float64(frame)*0.2)
	rows := height / bands
	var sum int64
	for y := band * rows; y < (band+1)*rows; y++ {
		ci := -0.1 + zoom*(2*float64(y)/height-1)
		for x := range width {
			cr := -0.75 + zoom*(2*float64(x)/width-1)
			sum += int64(steps(cr, ci)) * int64(x+y)
		}
	}
	return sum
}

func steps(cr, ci float64) int {
	re, im := 0.0, 0.0
	n := 0
	for n < mostSteps && re*re+im*im < 4 {
		re, im = re*re-im*im+cr, 2*re*im+ci
		n++
	}
	return n
}

const (
	bodies, worldSteps, parts = 256, 60, 8
	timeStep, softening       = 0.001, 0.01
)

type world struct{ places, speeds [3 * bodies]float64 }

var rightWorld *world

func newWorld() *world {
	w := new(world)
	for i := range w.places {
		w.places[i] = math.Sin(float64(i)*12.9898+1) * 2
	}
	return w
}

func (w *world) attract(from, to int) {
	for i := from; i < to; i++ {
		var ax, ay, az float64
		for j := range bodies {
			dx := w.places[3*j] - w.places[3*i]
			dy := w.places[3*j+1] - w.places[3*i+1]
			dz := w.places[3*j+2] - w.places[3*i+2]
			square := dx*dx + dy*dy + dz*dz + softening
			pull := 1 / (square * math.Sqrt(square))
			ax += dx * pull
			ay += dy * pull
			az += dz * pull
		}
		w.speeds[3*i] += ax * timeStep
		w.speeds[3*i+1] += ay * timeStep
		w.speeds[3*i+2] += az * timeStep
	}
}

func (w *world) move() {
	for i := range w.places {
		w.places[i] += w.speeds[i] * timeStep
	}
}

func nbody() []time.Duration {
	if rightWorld == nil {
		rightWorld = newWorld()
		for range worldSteps {
			rightWorld.attract(0, bodies)
			rightWorld.move()
		}
	}
	w := newWorld()
	var latencies []time.Duration
	for range worldSteps {
		begin := time.Now()
		var wg sync.WaitGroup
		for part := range parts {
			wg.Add(1)
			go func() {
				w.attract(part*bodies/parts, (part+1)*bodies/parts)
				wg.Done()
			}()
		}
		wg.Wait()
		w.move()
		latencies = append(latencies, time.Since(begin))
	}
	if *w != *rightWorld {
		check("the world", 1, 0)
	}
	return latencies
}

const callers, requests, services = 100, 8, 3

func microservice() []time.Duration {
	sums := make(chan int64)
	latencies := make([]time.Duration, callers*requests)
	for caller := range callers {
		go func() {
			var sum int64
			for r := range requests {
				begin := time.Now()
				id := caller*requests + r
				sum += request(id)
				latencies[id] = time.Since(begin)
			}
			sums <- sum
		}()
	}
	var sum int64
	for range callers {
		sum += <-sums
	}
	n := int64(callers * requests)
	check("the sum of all answers", services*n*(n-1)/2+3*n, sum)
	return latencies
}

func request(id int) int64 {
	answers := make(chan string, services)
	for service := range services {
		go func() {
			time.Sleep(time.Duration(2+(id+service*2)%5) * time.Millisecond)
			answers <- "{\"value\":" + strconv.Itoa(id+service) + "}"
		}()
	}
	var sum int64
	for range services {
		text := <-answers
		value, _ := strconv.ParseInt(text[strings.Index(text, ":")+1:len(text)-1], 10, 64)
		sum += value
	}
	return sum
}

const pages, pageWords = 500, 300

type found struct {
	words int
	links []int
	begun time.Time
}

func scraper() []time.Duration {
	var latencies []time.Duration
	done := make(chan found, pages)
	seen := map[int]bool{}
	running, words := 0, 0
	visit := func(page int) {
		if seen[page] {
			return
		}
		seen[page] = true
		running++
		begun := time.Now()
		go func() {
			text := fetch(page)
			done <- found{strings.Count(text, "word"), links(text), begun}
		}()
	}
	visit(0)
	for running > 0 {
		f := <-done
		latencies = append(latencies, time.Since(f.begun))
		running--
		words += f.words
		for _, link := range f.links {
			visit(link)
		}
	}
	check("the number of words", pages*pageWords, int64(words))
	check("the number of pages", pages, int64(len(latencies)))
	return latencies
}

func fetch(page int) string {
	time.Sleep(time.Duration(1+page*7%4) * time.Millisecond)
	var text strings.Builder
	text.WriteString("<html><body>")
	for i := range pageWords {
		text.WriteString("word")
		text.WriteString(strconv.Itoa(i*31 + page))
		text.WriteByte(' ')
	}
	for _, link := range []int{4*page + 1, 4*page + 2, 4*page + 3, 4*page + 4, page / 3} {
		if link < pages {
			text.WriteString("<a href=\"/page/")
			text.WriteString(strconv.Itoa(link))
			text.WriteString("\"></a>")
		}
	}
	text.WriteString("</body></html>")
	return text.String()
}

func links(text string) []int {
	var all []int
	const begin = "href=\"/page/"
	for at := strings.Index(text, begin); at >= 0; at = strings.Index(text, begin) {
		text = text[at+len(begin):]
		link, _ := strconv.Atoi(text[:strings.IndexByte(text, '"')])
		all = append(all, link)
	}
	return all
}
