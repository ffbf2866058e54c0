// Package os is that of a chip without an operating system: the console is Stdin, Stdout and Stderr,
// files are those of file systems that the program mounts, and everything about processes, users
// and the environment has the answer of a system that has none.
package os

import (
	"errors"
	"io"
	"io/fs"
	"syscall"
	"time"
)

// Flags of OpenFile.
const (
	O_RDONLY = 0x0
	O_WRONLY = 0x1
	O_RDWR   = 0x2
	O_CREATE = 0x40
	O_EXCL   = 0x80
	O_TRUNC  = 0x200
	O_APPEND = 0x400
	O_SYNC   = 0x101000
)

// Where Seek counts from.
//
// Deprecated: use io.SeekStart and the others.
const (
	SEEK_SET = 0
	SEEK_CUR = 1
	SEEK_END = 2
)

const (
	PathSeparator     = '/'
	PathListSeparator = ':'
	DevNull           = "/dev/null"
)

// IsPathSeparator tells whether c is a slash.
func IsPathSeparator(c uint8) bool {
	return c == PathSeparator
}

// Types of package io/fs.
type (
	FileInfo  = fs.FileInfo
	FileMode  = fs.FileMode
	DirEntry  = fs.DirEntry
	PathError = fs.PathError
)

const (
	ModeDir        = fs.ModeDir
	ModeAppend     = fs.ModeAppend
	ModeExclusive  = fs.ModeExclusive
	ModeTemporary  = fs.ModeTemporary
	ModeSymlink    = fs.ModeSymlink
	ModeDevice     = fs.ModeDevice
	ModeNamedPipe  = fs.ModeNamedPipe
	ModeSocket     = fs.ModeSocket
	ModeSetuid     = fs.ModeSetuid
	ModeSetgid     = fs.ModeSetgid
	ModeCharDevice = fs.ModeCharDevice
	ModeSticky     = fs.ModeSticky
	ModeIrregular  = fs.ModeIrregular
	ModeType       = fs.ModeType
	ModePerm       = fs.ModePerm
)

// The console.
var (
	Stdin  = &File{fd: 0, name: "/dev/stdin"}
	Stdout = &File{fd: 1, name: "/dev/stdout"}
	Stderr = &File{fd: 2, name: "/dev/stderr"}
)

// A File is the console, or an open file of a file system that was mounted.
type File struct {
	fd     int
	name   string
	handle FileHandle // nil: the console
	closed bool
}

// NewFile gives the console for the numbers 0 to 2, else nil.
func NewFile(fd uintptr, name string) *File {
	if fd > 2 {
		return nil
	}
	return &File{fd: int(fd), name: name}
}

// fail is the error of an operation on the file.
func (f *File) fail(op string, err error) error {
	if f == nil {
		return ErrInvalid
	}
	return &PathError{Op: op, Path: f.name, Err: err}
}

// check gives the error of using f at all.
func (f *File) check(op string) error {
	if f == nil {
		return ErrInvalid
	}
	if f.closed {
		return f.fail(op, ErrClosed)
	}
	return nil
}

// Name is the name that the file was opened with.
func (f *File) Name() string {
	return f.name
}

// Fd is the number of the file: 0 to 2 for the console.
func (f *File) Fd() uintptr {
	if f == nil || f.closed {
		return ^uintptr(0)
	}
	return uintptr(f.fd)
}

// Read reads up to len(b) bytes. From the console it waits for one at least.
func (f *File) Read(b []byte) (n int, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	if f.handle != nil {
		n, err := f.handle.Read(b)
		if err != nil && err != io.EOF {
			err = f.fail("read", err)
		}
		if n == 0 && err == nil && len(b) != 0 {
			err = io.EOF
		}
		return n, err
	}
	if f.fd != 0 {
		return 0, f.fail("read", syscall.EBADF)
	}
	return readConsole(b)
}

// readConsole waits for a character, and takes with it what is there already.
func readConsole(b []byte) (n int, err error) {
	for n < len(b) {
		c := getchar()
		if c >= 0 {
			b[n] = byte(c)
			n++
			continue
		}
		if n != 0 {
			break
		}
		if c == noConsole {
			return 0, io.EOF
		}
		time.Sleep(time.Millisecond)
	}
	return n, nil
}

// Write writes b.
func (f *File) Write(b []byte) (n int, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	if f.handle != nil {
		n, err := f.handle.Write(b)
		if err != nil {
			err = f.fail("write", err)
		}
		return n, err
	}
	if f.fd == 0 {
		return 0, f.fail("write", syscall.EBADF)
	}
	if captured != nil && f.fd == 1 {
		captured(b)
		return len(b), nil
	}
	for _, c := range b {
		putchar(c)
	}
	return len(b), nil
}

// captured takes what is written to standard output while an example runs (package testing).
var captured func(b []byte)

// redirectOutput is called by package testing.
func redirectOutput(to func(b []byte)) {
	captured = to
}

// WriteString is like Write.
func (f *File) WriteString(s string) (n int, err error) {
	if f != nil && f.handle == nil && f.fd != 0 && !f.closed && captured == nil {
		for i := 0; i < len(s); i++ {
			putchar(s[i])
		}
		return len(s), nil
	}
	return f.Write([]byte(s))
}

// Close closes the file.
func (f *File) Close() error {
	if err := f.check("close"); err != nil {
		return err
	}
	f.closed = true
	if f.handle != nil {
		if err := f.handle.Close(); err != nil {
			return f.fail("close", err)
		}
	}
	return nil
}

// ReadAt reads len(b) bytes from the place off of the file.
func (f *File) ReadAt(b []byte, off int64) (n int, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	if off < 0 {
		return 0, f.fail("readat", errors.New("negative offset"))
	}
	if f.handle == nil {
		return 0, f.fail("read", syscall.ESPIPE)
	}
	n, err = f.handle.ReadAt(b, off)
	if err != nil && err != io.EOF {
		err = f.fail("read", err)
	}
	return n, err
}

// WriteAt writes at the place off of the file.
func (f *File) WriteAt(b []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, f.fail("writeat", errors.New("negative offset"))
	}
	back, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	if _, err := f.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	n, err = f.Write(b)
	if _, e := f.Seek(back, io.SeekStart); err == nil {
		err = e
	}
	return n, err
}

// Seek sets the place of the next Read or Write.
func (f *File) Seek(offset int64, whence int) (ret int64, err error) {
	if err := f.check("seek"); err != nil {
		return 0, err
	}
	if f.handle == nil {
		return 0, f.fail("seek", syscall.ESPIPE)
	}
	ret, err = f.handle.Seek(offset, whence)
	if err != nil {
		return 0, f.fail("seek", err)
	}
	return ret, nil
}

// ReadFrom writes what r gives.
func (f *File) ReadFrom(r io.Reader) (n int64, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	return io.Copy(writerOnly{f}, r)
}

// WriteTo writes the rest of the file to w.
func (f *File) WriteTo(w io.Writer) (n int64, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	return io.Copy(w, readerOnly{f})
}

type writerOnly struct{ io.Writer }

type readerOnly struct{ io.Reader }

// Sync has nothing to do.
func (f *File) Sync() error {
	return f.check("sync")
}

// Stat describes the file.
func (f *File) Stat() (FileInfo, error) {
	if err := f.check("stat"); err != nil {
		return nil, err
	}
	if f.handle == nil {
		return &fileInfo{name: base(f.name), mode: ModeDevice | ModeCharDevice | 0o620}, nil
	}
	size, err := size(f.handle)
	if err != nil {
		return nil, f.fail("stat", err)
	}
	return &fileInfo{name: base(f.name), size: size, mode: 0o644}, nil
}

// size is where a file ends.
func size(h FileHandle) (int64, error) {
	at, err := h.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	end, err := h.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	_, err = h.Seek(at, io.SeekStart)
	return end, err
}

func base(name string) string {
	for len(name) > 1 && name[len(name)-1] == '/' {
		name = name[:len(name)-1]
	}
	for i := len(name) - 1; i >= 0; i-- {
		if name[i] == '/' && i+1 < len(name) {
			return name[i+1:]
		}
	}
	return name
}

type fileInfo struct {
	name string
	size int64
	mode FileMode
}

func (i *fileInfo) Name() string       { return i.name }
func (i *fileInfo) Size() int64        { return i.size }
func (i *fileInfo) Mode() FileMode     { return i.mode }
func (i *fileInfo) ModTime() time.Time { return time.Time{} }
func (i *fileInfo) IsDir() bool        { return i.mode.IsDir() }
func (i *fileInfo) Sys() any           { return nil }

// SameFile tells whether two descriptions are of the same file.
func SameFile(fi1, fi2 FileInfo) bool {
	a, ok := fi1.(*fileInfo)
	b, same := fi2.(*fileInfo)
	return ok && same && *a == *b
}

// What no file here can do.

func (f *File) Chdir() error                       { return f.unsupported("chdir") }
func (f *File) Chmod(mode FileMode) error          { return f.unsupported("chmod") }
func (f *File) Chown(uid, gid int) error           { return f.unsupported("chown") }
func (f *File) Truncate(size int64) error          { return f.unsupported("truncate") }
func (f *File) SetDeadline(t time.Time) error      { return f.fail("set deadline", ErrNoDeadline) }
func (f *File) SetReadDeadline(t time.Time) error  { return f.fail("set deadline", ErrNoDeadline) }
func (f *File) SetWriteDeadline(t time.Time) error { return f.fail("set deadline", ErrNoDeadline) }

func (f *File) unsupported(op string) error {
	if err := f.check(op); err != nil {
		return err
	}
	return f.fail(op, syscall.ENOSYS)
}

// SyscallConn fails: there are no system calls.
func (f *File) SyscallConn() (syscall.RawConn, error) {
	return nil, f.unsupported("SyscallConn")
}

// ReadDir fails: only folders of a file system that lists them could be read.
func (f *File) ReadDir(n int) ([]DirEntry, error) {
	return nil, f.unsupported("readdir")
}

// Readdir fails like ReadDir.
func (f *File) Readdir(n int) ([]FileInfo, error) {
	return nil, f.unsupported("readdir")
}

// Readdirnames fails like ReadDir.
func (f *File) Readdirnames(n int) (names []string, err error) {
	return nil, f.unsupported("readdir")
}
