package testing

import (
	"math"
	"runtime"
	"sort"
	"strings"
	"sync"
	"time"
)

// InternalBenchmark is a benchmark as the generated program lists it.
type InternalBenchmark struct {
	Name string
	F    func(b *B)
}

// B is the state of a benchmark.
type B struct {
	common
	N          int
	state      *benchState
	f          func(b *B)
	result     BenchmarkResult
	timerOn    bool
	bytes      int64
	showAllocs bool
	extra      map[string]float64
	hasSub     bool
	parallelism int
	mallocs, memory           uint64 // at the start of the timer
	netMallocs, netMemory     uint64
	loops, loopLimit int
}

type benchState struct {
	match   *matcher
	longest int
}

// BenchmarkResult is what a benchmark found.
type BenchmarkResult struct {
	N         int
	T         time.Duration
	Bytes     int64
	MemAllocs uint64
	MemBytes  uint64
	Extra     map[string]float64
}

// memStats is a variable of the package so that counting allocates nothing.
var memStats runtime.MemStats

func memory() (mallocs, bytes uint64) {
	runtime.ReadMemStats(&memStats)
	return memStats.Mallocs, memStats.TotalAlloc
}

// StartTimer starts to count time and allocations.
func (b *B) StartTimer() {
	if !b.timerOn {
		b.mallocs, b.memory = memory()
		b.start = time.Now()
		b.timerOn = true
	}
}

// StopTimer stops to count.
func (b *B) StopTimer() {
	if b.timerOn {
		b.duration += time.Since(b.start)
		mallocs, bytes := memory()
		b.netMallocs += mallocs - b.mallocs
		b.netMemory += bytes - b.memory
		b.timerOn = false
	}
}

// ResetTimer forgets what was counted.
func (b *B) ResetTimer() {
	b.extra = nil
	if b.timerOn {
		b.mallocs, b.memory = memory()
		b.start = time.Now()
	}
	b.duration = 0
	b.netMallocs, b.netMemory = 0, 0
}

// Elapsed is the time counted so far.
func (b *B) Elapsed() time.Duration {
	d := b.duration
	if b.timerOn {
		d += time.Since(b.start)
	}
	return d
}

// SetBytes says how many bytes one operation handles.
func (b *B) SetBytes(n int64) { b.bytes = n }

// ReportAllocs asks for the allocations in the report.
func (b *B) ReportAllocs() { b.showAllocs = true }

// ReportMetric adds a number to the report.
func (b *B) ReportMetric(n float64, unit string) {
	if unit == "" || strings.ContainsAny(unit, " \t\r\n") {
		panic("invalid metric unit")
	}
	if b.extra == nil {
		b.extra = map[string]float64{}
	}
	b.extra[unit] = n
}

// SetParallelism sets how many goroutines RunParallel starts.
func (b *B) SetParallelism(p int) {
	if p >= 1 {
		b.parallelism = p
	}
}

// Loop is true as long as the benchmark is to go on.
func (b *B) Loop() bool {
	if b.loops == 0 {
		b.loopLimit = b.firstLoops()
		b.N = 0
		b.ResetTimer()
		b.StartTimer()
	}
	if b.loops < b.loopLimit {
		b.loops++
		return true
	}
	if flags.benchCount == 0 {
		if d := b.Elapsed(); d < flags.benchTime {
			b.loopLimit = predict(flags.benchTime, d, b.loops)
			b.loops++
			return true
		}
	}
	b.StopTimer()
	b.N = b.loops
	return false
}

func (b *B) firstLoops() int {
	if flags.benchCount > 0 {
		return flags.benchCount
	}
	return 1
}

// predict guesses how often to run to take the time wanted.
func predict(goal, took time.Duration, n int) int {
	if took <= 0 {
		took = 1
	}
	next := int64(goal) * int64(n) / int64(took)
	next += next / 5
	next = min(next, 100*int64(n))
	next = max(next, int64(n)+1)
	return int(min(next, 1e9))
}

// once runs the benchmark with n iterations in a goroutine of its own.
func (b *B) once(n int) {
	runtime.GC()
	over := make(chan bool)
	var cause any
	panicked := false
	spawn(func() {
		returned := false
		defer func() {
			if !returned && !b.finished {
				if cause = recover(); cause != nil {
					panicked = true
				}
			}
			b.StopTimer()
			over <- true
		}()
		b.N = n
		b.loops = 0
		b.parallelism = 1
		b.ResetTimer()
		b.StartTimer()
		b.f(b)
		returned = true
	})
	<-over
	b.StopTimer()
	b.runCleanups()
	if panicked {
		panic(cause)
	}
}

// measure finds a number of iterations that takes long enough.
func (b *B) measure() {
	if b.loops > 0 {
		b.result = b.found()
		return
	}
	if flags.benchCount > 0 {
		if flags.benchCount > 1 {
			b.once(flags.benchCount)
		}
	} else {
		for n := 1; !b.failed && b.duration < flags.benchTime && n < 1e9; {
			n = predict(flags.benchTime, b.duration, b.N)
			b.once(n)
		}
	}
	b.result = b.found()
}

func (b *B) found() BenchmarkResult {
	return BenchmarkResult{b.N, b.duration, b.bytes, b.netMallocs, b.netMemory, b.extra}
}

// Run runs f as a benchmark below this one.
func (b *B) Run(name string, f func(b *B)) bool {
	b.hasSub = true
	full, ok := name, true
	if b.state != nil {
		full, ok = b.state.match.fullName(&b.common, name)
	}
	if !ok {
		return true
	}
	sub := &B{common: common{name: full, parent: &b.common, level: b.level + 1, bench: true}, f: f, state: b.state}
	sub.benchmark()
	return !sub.failed
}

// benchmark runs once, and unless there are benchmarks below this one, measures and reports.
func (b *B) benchmark() {
	b.ran = true
	b.once(1)
	if b.skipped {
		if verbose() || len(b.output) > 0 {
			printMarked(b.name, "--- SKIP: "+b.name+"\n", "")
		}
		return
	}
	if b.failed {
		printMarked(b.name, "--- FAIL: "+b.name+"\n", "")
		return
	}
	if b.hasSub {
		return
	}
	header()
	benchName = b.name
	if b.state == nil {
		b.measure()
		return
	}
	width := max(len(b.name), b.state.longest)
	print2(b.name + strings.Repeat(" ", width-len(b.name)) + "\t")
	onLine = true
	b.measure()
	if b.failed {
		benchLine()
		printMarked(b.name, "--- FAIL: "+b.name+"\n", "")
		return
	}
	text := b.result.String()
	if flags.benchMem || b.showAllocs {
		text += "\t" + b.result.MemString()
	}
	if !onLine {
		print2(b.name + "\t")
	}
	onLine = false
	print2(text + "\n")
}

var (
	benchName   string
	onLine      bool // the name of a benchmark stands in an unfinished line
	headerShown bool
)

// benchLine ends the unfinished line before other output.
func benchLine() {
	if onLine {
		print2("\n")
		onLine = false
	}
}

func header() {
	if !headerShown && flags.bench != "" {
		headerShown = true
		print2("goos: " + runtime.GOOS + "\ngoarch: " + runtime.GOARCH + "\n")
		if packagePath != "" {
			print2("pkg: " + packagePath + "\n")
		}
	}
}

// packagePath is that of the package under test, which the generated program does not tell yet.
var packagePath string

// RunBenchmarks is part of the old interface for generated programs.
func RunBenchmarks(matchString func(pat, str string) (bool, error), benchmarks []InternalBenchmark) {
	runBenchmarks(matchString, benchmarks)
}

func runBenchmarks(matchString func(pat, str string) (bool, error), benchmarks []InternalBenchmark) bool {
	if flags.bench == "" {
		return true
	}
	ok := true
	for i := 0; i < flags.count; i++ {
		state := &benchState{match: newMatcher(matchString, flags.bench, flags.skip)}
		root := &common{}
		for _, x := range benchmarks {
			name, wanted := state.match.fullName(root, x.Name)
			if !wanted {
				continue
			}
			b := &B{common: common{name: name, parent: root, level: 1, bench: true}, f: x.F, state: state}
			b.benchmark()
		}
		ok = ok && !root.failed
	}
	return ok
}

// Benchmark measures a function.
func Benchmark(f func(b *B)) BenchmarkResult {
	b := &B{common: common{signal: make(chan bool, 1), bench: true}, f: f}
	b.once(1)
	if !b.failed && !b.hasSub {
		b.measure()
	}
	return b.result
}

// NsPerOp is the time of one operation.
func (r BenchmarkResult) NsPerOp() int64 {
	if v, ok := r.Extra["ns/op"]; ok {
		return int64(v)
	}
	if r.N <= 0 {
		return 0
	}
	return r.T.Nanoseconds() / int64(r.N)
}

func (r BenchmarkResult) mbPerSec() float64 {
	if v, ok := r.Extra["MB/s"]; ok {
		return v
	}
	if r.Bytes <= 0 || r.T <= 0 || r.N <= 0 {
		return 0
	}
	return float64(r.Bytes) * float64(r.N) / 1e6 / r.T.Seconds()
}

// AllocsPerOp is how often one operation allocates.
func (r BenchmarkResult) AllocsPerOp() int64 {
	if v, ok := r.Extra["allocs/op"]; ok {
		return int64(v)
	}
	if r.N <= 0 {
		return 0
	}
	return int64(r.MemAllocs) / int64(r.N)
}

// AllocedBytesPerOp is how many bytes one operation allocates.
func (r BenchmarkResult) AllocedBytesPerOp() int64 {
	if v, ok := r.Extra["B/op"]; ok {
		return int64(v)
	}
	if r.N <= 0 {
		return 0
	}
	return int64(r.MemBytes) / int64(r.N)
}

// String is the report of a benchmark without its name.
func (r BenchmarkResult) String() string {
	s := sprintf("%8d", r.N)
	ns, ok := r.Extra["ns/op"]
	if !ok {
		ns = float64(r.T.Nanoseconds()) / float64(r.N)
	}
	if ns != 0 {
		s += "\t" + pretty(ns, "ns/op")
	}
	if mb := r.mbPerSec(); mb != 0 {
		s += sprintf("\t%7.2f MB/s", mb)
	}
	var units []string
	for unit := range r.Extra {
		switch unit {
		case "ns/op", "MB/s", "B/op", "allocs/op":
		default:
			units = append(units, unit)
		}
	}
	sort.Strings(units)
	for _, unit := range units {
		s += "\t" + pretty(r.Extra[unit], unit)
	}
	return s
}

// pretty prints a number with about four digits that count.
func pretty(x float64, unit string) string {
	format := "%10.0f %s"
	switch y := math.Abs(x); {
	case y == 0 || y >= 999.95:
	case y >= 99.995:
		format = "%12.1f %s"
	case y >= 9.9995:
		format = "%13.2f %s"
	case y >= 0.99995:
		format = "%14.3f %s"
	case y >= 0.099995:
		format = "%15.4f %s"
	case y >= 0.0099995:
		format = "%16.5f %s"
	case y >= 0.00099995:
		format = "%17.6f %s"
	default:
		format = "%18.7f %s"
	}
	return sprintf(format, x, unit)
}

// MemString is the report of the allocations.
func (r BenchmarkResult) MemString() string {
	return sprintf("%8d B/op\t%8d allocs/op", r.AllocedBytesPerOp(), r.AllocsPerOp())
}

// PB is the state of one goroutine of RunParallel.
type PB struct{ left *int }

// Next tells whether there are more iterations to do.
func (pb *PB) Next() bool {
	if *pb.left == 0 {
		return false
	}
	*pb.left--
	return true
}

// RunParallel runs the body in several goroutines, on the one core.
func (b *B) RunParallel(body func(*PB)) {
	if b.N == 0 {
		return
	}
	left := b.N
	var wg sync.WaitGroup
	for i := 0; i < b.parallelism; i++ {
		wg.Add(1)
		spawn(func() {
			defer wg.Done()
			body(&PB{&left})
		})
	}
	wg.Wait()
	if left > 0 && !b.Failed() {
		complain("RunParallel: body exited without pb.Next() == false")
		b.Fail()
	}
}

// AllocsPerRun gives the number of allocations of one call of f, on average.
func AllocsPerRun(runs int, f func()) (avg float64) {
	f()
	before, _ := memory()
	for i := 0; i < runs; i++ {
		f()
	}
	after, _ := memory()
	return float64((after - before) / uint64(runs))
}
