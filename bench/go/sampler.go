package main

import "time"

// measureWork warms a workload up and then takes its samples, each at least as long as asked.
func measureWork(w work, asked, sample time.Duration, samples int) series {
	g := w.granularity()
	ops := g
	warm := startWarmup(asked)
	var perOp float64
	for {
		prepare(w, ops)
		t := time.Now()
		w.run(ops)
		elapsed := time.Since(t)
		perOp = float64(elapsed) / float64(ops)
		if warm.isOver() && elapsed >= sample/8 {
			break
		}
		if elapsed < sample/4 {
			ops *= 2
		}
	}
	s := series{Metric: "time"}
	ops = opsFor(float64(sample)*1.1, perOp, g)
	for len(s.Samples) < samples {
		prepare(w, ops)
		cpu := cpuTime()
		t := time.Now()
		w.run(ops)
		elapsed := time.Since(t)
		cpu = cpuTime() - cpu
		if elapsed < sample {
			ops = opsFor(float64(sample)*1.2, float64(elapsed)/float64(ops), g)
			continue
		}
		s.Samples = append(s.Samples, float64(elapsed)/float64(ops))
		s.CPU = append(s.CPU, float64(cpu)/float64(ops))
	}
	w.finish()
	return s
}

func prepare(w work, ops int64) {
	if p, ok := w.(preparer); ok {
		p.prepare(ops)
	}
}

// opsFor is how many operations take the given time, rounded up to a multiple of g.
func opsFor(nanos, perOp float64, g int64) int64 {
	return (int64(nanos/perOp)/g + 1) * g
}

// warmupAtMost is how many times the asked time a warm-up may take by the clock.
const warmupAtMost = 8

// warmup is the time before the first sample. It is over when the process has both lived and computed for the asked
// time. A workload that computes little ends it after warmupAtMost times that.
type warmup struct {
	asked time.Duration
	start time.Time
	cpu   time.Duration
}

func startWarmup(asked time.Duration) warmup {
	return warmup{asked, time.Now(), cpuTime()}
}

func (w warmup) isOver() bool {
	elapsed := time.Since(w.start)
	return elapsed >= w.asked && (cpuTime()-w.cpu >= w.asked || elapsed >= warmupAtMost*w.asked)
}
