//go:build esp || fe310 || imxrt106x || nrf || rp2040 || stm32f4

package machine

// BlockDevice is memory that is erased in blocks and written where it is erased.
type BlockDevice interface {
	// ReadAt reads len(p) bytes from the offset on.
	ReadAt(p []byte, off int64) (n int, err error)
	// WriteAt writes bytes from the offset on. What is there must have been erased.
	WriteAt(p []byte, off int64) (n int, err error)
	// Size is the number of bytes.
	Size() int64
	// WriteBlockSize is the number of bytes that are written at once; others than those of whole
	// blocks are filled up with what leaves the memory as it is.
	WriteBlockSize() int64
	// EraseBlockSize is the number of bytes that are erased at once.
	EraseBlockSize() int64
	// EraseBlocks erases so many blocks, from the block of the given number on.
	EraseBlocks(start, len int64) error
}

type flashBlockDevice struct{}

// flashBlock is what is written next: it is in RAM, which a flash memory that is written can ask for.
//
//go:align 4
var flashBlock [flashWriteBlock]byte

// Flash is the part of the chip's flash memory that the program does not take: its whole blocks
// from FlashDataStart on.
var Flash flashBlockDevice

var (
	errFlashRead  error = machineError("machine: flash: read beyond its end")
	errFlashWrite error = machineError("machine: flash: write beyond its end")
	errFlashErase error = machineError("machine: flash: erase beyond its end")
	errFlashFails error = machineError("machine: flash: the memory refuses to change: is it write-protected?")
)

// Size is the number of bytes.
func (flashBlockDevice) Size() int64 {
	start, end := FlashDataStart(), FlashDataEnd()
	if start > end {
		return 0
	}
	return int64(end - start)
}

// WriteBlockSize is the number of bytes that are written at once.
func (flashBlockDevice) WriteBlockSize() int64 {
	return flashWriteBlock
}

// EraseBlockSize is the number of bytes that are erased at once.
func (flashBlockDevice) EraseBlockSize() int64 {
	return flashEraseBlock
}

// inside tells whether so many bytes from the offset on are part of the memory.
func (f flashBlockDevice) inside(off, length int64) bool {
	size := f.Size()
	return off >= 0 && length >= 0 && off <= size && length <= size-off
}

// ReadAt reads len(p) bytes from the offset on.
func (f flashBlockDevice) ReadAt(p []byte, off int64) (n int, err error) {
	if !f.inside(off, int64(len(p))) {
		return 0, errFlashRead
	}
	flashReadAt(p, FlashDataStart()+uintptr(off))
	return len(p), nil
}

// WriteAt writes bytes from the offset on. What is there must have been erased.
func (f flashBlockDevice) WriteAt(p []byte, off int64) (n int, err error) {
	if !f.inside(off, int64(len(p))) {
		return 0, errFlashWrite
	}
	at := FlashDataStart() + uintptr(off)
	for n < len(p) {
		// Bits that are 1 are left as they are.
		for i := range flashBlock {
			flashBlock[i] = 0xff
		}
		skip := at % flashWriteBlock
		length := copy(flashBlock[skip:], p[n:])
		at -= skip
		flashWriteAt(at)
		if flashFailed() {
			return n, errFlashFails
		}
		n += length
		at += flashWriteBlock
	}
	return n, nil
}

// EraseBlocks erases so many blocks, from the block of the given number on.
func (f flashBlockDevice) EraseBlocks(start, length int64) error {
	blocks := f.Size() / flashEraseBlock
	if start < 0 || length < 0 || start > blocks || length > blocks-start {
		return errFlashErase
	}
	at := FlashDataStart() + uintptr(start)*flashEraseBlock
	for ; length > 0; length-- {
		flashEraseAt(at)
		if flashFailed() {
			return errFlashFails
		}
		at += flashEraseBlock
	}
	return nil
}
