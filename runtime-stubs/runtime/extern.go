package runtime

import "unsafe"

// The public part of package runtime. What a program without an operating system cannot have is
// there with the answer that says so; docs/stand-ins.md lists it.

const (
	// GOOS and GOARCH are those that build constraints see.
	GOOS     = "linux"
	GOARCH   = "arm"
	Compiler = "embgo"
)

// MemProfileRate exists for programs that set it; nothing is profiled.
var MemProfileRate int

// GC frees all memory that nothing refers to any more, and lets finalizers run.
func GC() {
	forceCollection()
	yieldWhenPolling()
}

// NumCPU is the number of cores in use.
func NumCPU() int { return 1 }

// NumCgoCall is the number of calls of C by cgo, which are not counted.
func NumCgoCall() int64 { return 0 }

// GOMAXPROCS cannot be changed.
func GOMAXPROCS(n int) int { return 1 }

// GOROOT is empty: there is no Go tree on the device.
func GOROOT() string { return "" }

// Version is the version of the language.
func Version() string { return "go1.27" }

// LockOSThread and UnlockOSThread have no threads to bind to.
func LockOSThread() {}

func UnlockOSThread() {}

// KeepAlive marks its argument as in use.
func KeepAlive(x interface{}) {
	keep(efaceOf(&x).data)
}

// Breakpoint stops in the debugger, or as a fault if there is none.
func Breakpoint() {
	trap()
}

// MemStats has Go's fields but for the long arrays; those that mean nothing here stay zero.
type MemStats struct {
	Alloc         uint64
	TotalAlloc    uint64
	Sys           uint64
	Lookups       uint64
	Mallocs       uint64
	Frees         uint64
	HeapAlloc     uint64
	HeapSys       uint64
	HeapIdle      uint64
	HeapInuse     uint64
	HeapReleased  uint64
	HeapObjects   uint64
	StackInuse    uint64
	StackSys      uint64
	MSpanInuse    uint64
	MSpanSys      uint64
	MCacheInuse   uint64
	MCacheSys     uint64
	BuckHashSys   uint64
	GCSys         uint64
	OtherSys      uint64
	NextGC        uint64
	LastGC        uint64
	PauseTotalNs  uint64
	NumGC         uint32
	NumForcedGC   uint32
	GCCPUFraction float64
	EnableGC      bool
	DebugGC       bool
}

// ReadMemStats reports the state of the heap.
func ReadMemStats(m *MemStats) {
	*m = MemStats{}
	readHeapStats(m)
	m.HeapAlloc = m.Alloc
	m.HeapSys = uint64(heapSize())
	m.HeapIdle = m.HeapSys - m.HeapInuse
	m.Sys = m.HeapSys + uint64(uintptr(unsafe.Pointer(&stackTop))-uintptr(unsafe.Pointer(&stackBottom)))
	m.HeapObjects = m.Mallocs - m.Frees
	m.EnableGC = true
}
