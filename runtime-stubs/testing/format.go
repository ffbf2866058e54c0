package testing

import (
	"fmt"
	"os"
)

func sprintf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

func sprintln(args []any) string { return fmt.Sprintln(args...) }

func complain(s string) { os.Stderr.WriteString(s + "\n") }
