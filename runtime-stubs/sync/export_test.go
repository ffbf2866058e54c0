package sync

// What the SDK's tests of sync see of its inside.

// semaphores has the queues of those that wait for a unit of a semaphore.
var semaphores = map[*uint32]*waitList{}

func Runtime_Semacquire(s *uint32) {
	if *s > 0 {
		*s--
		return
	}
	if semaphores[s] == nil {
		semaphores[s] = new(waitList)
	}
	wait(semaphores[s], "semacquire")
}

func Runtime_Semrelease(s *uint32, handoff bool, skip int) {
	if l := semaphores[s]; l == nil || !wake(l) {
		*s++
	}
}

// The tests compare Map with the SDK's map of internal/sync, which has locks of its own.

//go:linkname internalAcquire internal/sync.runtime_SemacquireMutex
func internalAcquire(s *uint32, lifo bool, skip int) { Runtime_Semacquire(s) }

//go:linkname internalRelease internal/sync.runtime_Semrelease
func internalRelease(s *uint32, handoff bool, skip int) { Runtime_Semrelease(s, handoff, skip) }

// On one core nothing changes while a goroutine spins.
//
//go:linkname internalCanSpin internal/sync.runtime_canSpin
func internalCanSpin(i int) bool { return false }

//go:linkname internalDoSpin internal/sync.runtime_doSpin
func internalDoSpin() {}

//go:linkname internalNanotime internal/sync.runtime_nanotime
func internalNanotime() int64 { return 0 }

//go:linkname internalThrow internal/sync.throw
func internalThrow(s string) { fatal(s) }

//go:linkname internalFatal internal/sync.fatal
func internalFatal(s string) { fatal(s) }
