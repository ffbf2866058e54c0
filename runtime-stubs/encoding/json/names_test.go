package json

import (
	"runtime"
	"strconv"
)

// What the SDK's other tests use of stream_test.go, which is left out.

// CaseName names a case of a table of tests, with its line.
type CaseName struct {
	Name  string
	Where CasePos
}

// Name makes a name for the case in whose line it is called.
func Name(s string) CaseName { return CaseName{s, position(2)} }

// CasePos is the line of a case.
type CasePos struct{ line int }

func (p CasePos) String() string { return "line " + strconv.Itoa(p.line) }

func position(skip int) CasePos {
	_, _, line, _ := runtime.Caller(skip)
	return CasePos{line}
}
