//go:build !(gc.incremental && gcstress)

package runtime

const (
	stressRate  = 0
	shadowShare = 0
)

func stressSteps() {}

func checkMarked() {}
