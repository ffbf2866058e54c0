//go:build !gc.incremental

package runtime

import "unsafe"

// Collectors that stop the program while they mark, or never mark, need to know nothing of what
// the program does; gc_incremental.go has the other one. The constant lets its parts drop out.

const (
	incremental = false
	marking     = false
	stepping    = false
	sweeping    = false
	credit      = 0
)

var freedBytes uintptr

func initPace() {}

func pace(p uintptr) {}

func charge(bytes uintptr) {}

func refillInSteps(kind, class, size uintptr) uintptr { return 0 }

func takeLarge(n uintptr) uintptr { return 0 }

func newBlocks(b, all uintptr) uintptr { return 0 }

func abandonMarking() {}

func settleShaded() {}

func beginSweep() {}

func setStart() {}

func fillStats(m *MemStats) {}

func idleWork() bool { return false }

func shadeUnlessMarked(w uintptr) {}

func overwrite(p unsafe.Pointer, n uintptr) {}
