//go:build !gcstress && !gc.leaking && !gc.none

package runtime

const gcStress = false

func stress() {}

func poison(p, size uintptr) {}
