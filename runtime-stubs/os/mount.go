package os

import (
	"errors"
	"internal/strconv"
	"io"
	"io/fs"
	"syscall"
)

// A Filesystem is what a program can mount: a card, a flash chip.
type Filesystem interface {
	// OpenFile opens a file of that name below the place where the file system is mounted.
	OpenFile(name string, flag int, perm FileMode) (FileHandle, error)
	Mkdir(name string, perm FileMode) error
	Remove(name string) error
}

// A FileHandle is an open file of a file system.
type FileHandle interface {
	Read(b []byte) (n int, err error)
	ReadAt(b []byte, offset int64) (n int, err error)
	Seek(offset int64, whence int) (newOffset int64, err error)
	Write(b []byte) (n int, err error)
	Close() error
}

type mount struct {
	prefix string // ends in a slash
	fs     Filesystem
}

var mounts []mount

// Mount makes the file system's files appear below prefix, "/sd" say.
func Mount(prefix string, filesystem Filesystem) {
	if prefix == "" || prefix[len(prefix)-1] != '/' {
		prefix += "/"
	}
	mounts = append(mounts, mount{prefix, filesystem})
}

// find gives the file system in which a name is, and the name there.
func find(name string) (Filesystem, string) {
	// Mounted later counts first.
	for i := len(mounts) - 1; i >= 0; i-- {
		m := &mounts[i]
		if len(name) >= len(m.prefix) && name[:len(m.prefix)] == m.prefix {
			return m.fs, name[len(m.prefix)-1:]
		}
	}
	return root, name
}

// root has the files of all other names: in test programs, those of the computer that runs the
// emulator (package testing).
var root Filesystem

func mountRoot(fs Filesystem) {
	root = fs
}

// OpenFile opens a file. Where nothing is mounted, there are no files.
func OpenFile(name string, flag int, perm FileMode) (*File, error) {
	filesystem, path := find(name)
	if filesystem == nil {
		err := error(syscall.ENOENT)
		if flag&O_CREATE != 0 {
			err = syscall.EROFS
		}
		return nil, &PathError{Op: "open", Path: name, Err: err}
	}
	h, err := filesystem.OpenFile(path, flag, perm)
	if err != nil {
		return nil, &PathError{Op: "open", Path: name, Err: err}
	}
	return &File{fd: 3, name: name, handle: h}, nil
}

// Open opens a file to read.
func Open(name string) (*File, error) {
	return OpenFile(name, O_RDONLY, 0)
}

// Create opens a file to read and write, empty.
func Create(name string) (*File, error) {
	return OpenFile(name, O_RDWR|O_CREATE|O_TRUNC, 0o666)
}

// Mkdir makes a folder.
func Mkdir(name string, perm FileMode) error {
	filesystem, path := find(name)
	err := error(syscall.EROFS)
	if filesystem != nil {
		err = filesystem.Mkdir(path, perm)
	}
	return wrap("mkdir", name, err)
}

// Remove removes a file or an empty folder.
func Remove(name string) error {
	filesystem, path := find(name)
	err := error(syscall.ENOENT)
	if filesystem != nil {
		err = filesystem.Remove(path)
	}
	return wrap("remove", name, err)
}

func wrap(op, name string, err error) error {
	if err == nil {
		return nil
	}
	return &PathError{Op: op, Path: name, Err: err}
}

// ReadFile gives a file's content.
func ReadFile(name string) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	n, err := size(f.handle)
	if err != nil {
		n = 0
	}
	data := make([]byte, 0, n+1)
	for {
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err == io.EOF {
			return data, nil
		}
		if err != nil {
			return data, err
		}
	}
}

// WriteFile writes a file.
func WriteFile(name string, data []byte, perm FileMode) error {
	f, err := OpenFile(name, O_WRONLY|O_CREATE|O_TRUNC, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

// Stat describes a file.
func Stat(name string) (FileInfo, error) {
	f, err := Open(name)
	if err != nil {
		err.(*PathError).Op = "stat"
		return nil, err
	}
	defer f.Close()
	return f.Stat()
}

// Lstat is Stat: there are no links.
func Lstat(name string) (FileInfo, error) {
	info, err := Stat(name)
	if e, ok := err.(*PathError); ok {
		e.Op = "lstat"
	}
	return info, err
}

// DirFS is the tree of files below dir.
func DirFS(dir string) fs.FS {
	return dirFS(dir)
}

type dirFS string

func (dir dirFS) name(op, name string) (string, error) {
	if dir == "" {
		return "", &PathError{Op: op, Path: name, Err: ErrInvalid}
	}
	if !fs.ValidPath(name) {
		return "", &PathError{Op: op, Path: name, Err: ErrInvalid}
	}
	return string(dir) + "/" + name, nil
}

func (dir dirFS) Open(name string) (fs.File, error) {
	full, err := dir.name("open", name)
	if err != nil {
		return nil, err
	}
	f, err := Open(full)
	if err != nil {
		err.(*PathError).Path = name
		return nil, err
	}
	return f, nil
}

func (dir dirFS) ReadFile(name string) ([]byte, error) {
	full, err := dir.name("readfile", name)
	if err != nil {
		return nil, err
	}
	return ReadFile(full)
}

func (dir dirFS) Stat(name string) (fs.FileInfo, error) {
	full, err := dir.name("stat", name)
	if err != nil {
		return nil, err
	}
	return Stat(full)
}

// CreateTemp makes a new file in dir. Its name is the pattern with a number in place of the last
// asterisk, or at the end.
func CreateTemp(dir, pattern string) (*File, error) {
	if dir == "" {
		dir = TempDir()
	}
	prefix, suffix := pattern, ""
	for i := len(pattern) - 1; i >= 0; i-- {
		if IsPathSeparator(pattern[i]) {
			return nil, wrap("createtemp", pattern, errors.New("pattern contains path separator"))
		}
		if pattern[i] == '*' && suffix == "" && prefix == pattern {
			prefix, suffix = pattern[:i], pattern[i+1:]
		}
	}
	for n := 1; ; n++ {
		name := dir + "/" + prefix + strconv.Itoa(n) + suffix
		f, err := OpenFile(name, O_RDWR|O_CREATE|O_EXCL, 0o600)
		if e, ok := err.(*PathError); !ok || e.Err != syscall.EEXIST {
			return f, err
		}
	}
}
