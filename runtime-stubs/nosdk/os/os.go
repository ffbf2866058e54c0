// Package os stands in for the Go distribution's on targets without an operating system: the
// program's arguments are empty, its output goes to the console of package runtime.
package os

import "errors"

// Args has the program's name only.
var Args = []string{"main"}

var (
	ErrInvalid    = errors.New("invalid argument")
	ErrPermission = errors.New("permission denied")
	ErrExist      = errors.New("file already exists")
	ErrNotExist   = errors.New("file does not exist")
	ErrClosed     = errors.New("file already closed")
)

var (
	Stdin  = &File{0, "/dev/stdin"}
	Stdout = &File{1, "/dev/stdout"}
	Stderr = &File{2, "/dev/stderr"}
)

// A File is the console; there are no others.
type File struct {
	fd   int
	name string
}

// Name is the name of the file.
func (f *File) Name() string {
	return f.name
}

// Fd is the number of the file: 0 to 2.
func (f *File) Fd() uintptr {
	return uintptr(f.fd)
}

// Write writes to the console.
func (f *File) Write(b []byte) (n int, err error) {
	if f == nil {
		return 0, ErrInvalid
	}
	if f.fd == 0 {
		return 0, ErrPermission
	}
	for _, c := range b {
		putchar(c)
	}
	return len(b), nil
}

// WriteString writes to the console.
func (f *File) WriteString(s string) (n int, err error) {
	return f.Write([]byte(s))
}

// Sync has nothing to do.
func (f *File) Sync() error {
	return nil
}

// Close has nothing to do.
func (f *File) Close() error {
	return nil
}

// Exit ends the program: under an emulator with that status, on a board by stopping.
func Exit(code int) {
	exit(code)
}

// Getenv is empty: there is no environment.
func Getenv(key string) string {
	return ""
}

// LookupEnv finds nothing: there is no environment.
func LookupEnv(key string) (string, bool) {
	return "", false
}

// Getpid is 1: there is one process.
func Getpid() int {
	return 1
}
