package testing

import (
	"io"
	"time"
)

// What the SDK's tests of testing see of its inside.

func PrettyPrint(w io.Writer, x float64, unit string) { io.WriteString(w, pretty(x, unit)) }

type HighPrecisionTime = time.Time

var HighPrecisionTimeNow = time.Now

const ParallelConflict = parallelConflict
