//go:build (qemu && (cortexm || riscv32 || tinygo.riscv32)) || (emulated && cortexm)

package testing

import (
	"io"
	"os"
	"syscall"
	"unsafe"
)

// Tests that run in an emulator see the files of the package's folder, as tests on a computer do,
// by semihosting (Arm IHI 0048, Semihosting for AArch32 and AArch64).

//go:linkname semihost embgo_semihost
func semihost(op uintptr, arg unsafe.Pointer) uintptr

//go:linkname mountRoot os.mountRoot
func mountRoot(fs os.Filesystem)

const (
	sysOpen   = 0x01
	sysClose  = 0x02
	sysWrite  = 0x05
	sysRead   = 0x06
	sysSeek   = 0x0a
	sysLength = 0x0c
	sysRemove = 0x0e
)

// The arguments are in a variable so that what they point to counts as shared. Nothing runs between
// storing them and the call.
var hostArgs [3]uintptr

func host(op, a, b, c uintptr) int {
	hostArgs = [3]uintptr{a, b, c}
	return int(semihost(op, unsafe.Pointer(&hostArgs)))
}

func pointer(b []byte) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(b))) }

func mountHost() { mountRoot(hostFiles{}) }

type hostFiles struct{}

func (hostFiles) OpenFile(name string, flag int, perm os.FileMode) (os.FileHandle, error) {
	mode := uintptr(1) // "rb"
	switch {
	case flag&os.O_APPEND != 0:
		mode = 11
	case flag&os.O_TRUNC != 0:
		mode = 7
	case flag&(os.O_WRONLY|os.O_RDWR) != 0:
		mode = 3
	}
	path := append([]byte(name), 0)
	open := func(mode uintptr) int { return host(sysOpen, pointer(path), mode, uintptr(len(name))) }
	h := open(mode)
	if h >= 0 && flag&os.O_EXCL != 0 {
		host(sysClose, uintptr(h), 0, 0)
		return nil, syscall.EEXIST
	}
	if h < 0 && flag&os.O_CREATE != 0 {
		h = open(7)
	}
	if h < 0 {
		return nil, syscall.ENOENT
	}
	return &hostFile{handle: uintptr(h)}, nil
}

func (hostFiles) Mkdir(name string, perm os.FileMode) error { return syscall.EROFS }

func (hostFiles) Remove(name string) error {
	path := append([]byte(name), 0)
	if host(sysRemove, pointer(path), uintptr(len(name)), 0) != 0 {
		return syscall.ENOENT
	}
	return nil
}

type hostFile struct {
	handle uintptr
	at     int64
}

func (f *hostFile) Read(b []byte) (int, error) {
	n, err := f.ReadAt(b, f.at)
	f.at += int64(n)
	if n > 0 {
		err = nil
	}
	return n, err
}

func (f *hostFile) ReadAt(b []byte, offset int64) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	if host(sysSeek, f.handle, uintptr(offset), 0) < 0 {
		return 0, io.EOF
	}
	left := host(sysRead, f.handle, pointer(b), uintptr(len(b)))
	if left < 0 || left > len(b) {
		return 0, syscall.EIO
	}
	if left > 0 {
		return len(b) - left, io.EOF
	}
	return len(b), nil
}

func (f *hostFile) Write(b []byte) (int, error) {
	host(sysSeek, f.handle, uintptr(f.at), 0)
	left := host(sysWrite, f.handle, pointer(b), uintptr(len(b)))
	if left < 0 || left > len(b) {
		return 0, syscall.EIO
	}
	n := len(b) - left
	f.at += int64(n)
	if left > 0 {
		return n, syscall.EIO
	}
	return n, nil
}

func (f *hostFile) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		offset += int64(host(sysLength, f.handle, 0, 0))
	}
	if offset < 0 {
		return 0, syscall.EINVAL
	}
	f.at = offset
	return offset, nil
}

func (f *hostFile) Close() error {
	host(sysClose, f.handle, 0, 0)
	return nil
}
