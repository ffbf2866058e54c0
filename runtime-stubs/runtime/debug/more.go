package debug

import (
	"errors"
	"os"
	"runtime"
	"time"
	_ "unsafe" // for go:linkname
)

// SetMaxThreads has no effect: there is one core.
func SetMaxThreads(threads int) int {
	old := maxThreads
	maxThreads = threads
	return old
}

var maxThreads = 10000

// WriteHeapDump writes nothing.
func WriteHeapDump(fd uintptr) {}

// GCStats is about collections.
type GCStats struct {
	LastGC         time.Time
	NumGC          int64
	PauseTotal     time.Duration
	Pause          []time.Duration
	PauseEnd       []time.Time
	PauseQuantiles []time.Duration
}

// ReadGCStats gives the number of collections and how long they took.
func ReadGCStats(stats *GCStats) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	stats.NumGC = int64(m.NumGC)
	stats.PauseTotal = time.Duration(m.PauseTotalNs)
	stats.Pause = stats.Pause[:0]
	stats.PauseEnd = stats.PauseEnd[:0]
	for i := range stats.PauseQuantiles {
		stats.PauseQuantiles[i] = 0
	}
}

// CrashOptions are those of SetCrashOutput.
type CrashOptions struct{}

// SetCrashOutput cannot be: a crash is reported on the console.
func SetCrashOutput(f *os.File, opts CrashOptions) error {
	if f == nil {
		return nil
	}
	return errors.ErrUnsupported
}

// noModinfo is empty: no description of modules is kept in the program.
//
//go:linkname noModinfo runtime/debug.modinfo
func noModinfo() string {
	return ""
}
