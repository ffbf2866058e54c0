package time

import "syscall"

// There are no files in which time zones could be described. A program that imports time/tzdata has
// them all in itself.

var platformZoneSources []string

// initLocal sets the local time zone: a chip knows none.
func initLocal() {
	localLoc.name = "UTC"
}

// interrupt would interrupt a system call.
func interrupt() {}

func open(name string) (uintptr, error) {
	return 0, syscall.ENOENT
}

func read(fd uintptr, buf []byte) (int, error) {
	return 0, syscall.EBADF
}

func closefd(fd uintptr) {}

func preadn(fd uintptr, buf []byte, off int) error {
	return syscall.EBADF
}
