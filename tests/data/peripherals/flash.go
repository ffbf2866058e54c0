// Blocks of the flash memory: erased, written at odd places, read back; nothing beyond the end.
package main

import (
	"machine"
	"unsafe"
)

// In the flash as first value, so that the data area begins behind it.
var counter = 41

func main() {
	f := machine.Flash
	start := machine.FlashDataStart()
	page := f.EraseBlockSize()
	println(f.WriteBlockSize(), page, int64(start)%page, f.Size()+int64(start))
	if err := f.EraseBlocks(0, 2); err != nil {
		println(err.Error())
	}
	n, err := f.WriteAt([]byte("hello, flash"), page-3)
	println(n, err == nil)
	b := make([]byte, 16)
	n, err = f.ReadAt(b, page-5)
	println(n, err == nil, b[0], b[1], string(b[2:14]), b[14], b[15])
	// The same, as memory.
	println(*(*byte)(unsafe.Pointer(start + uintptr(page-3))))
	// The first block is erased, the second is not.
	println(f.EraseBlocks(0, 1) == nil)
	f.ReadAt(b, page-5)
	println(b[2], b[4], string(b[5:14]))
	_, err = f.WriteAt(b, f.Size()-15)
	println(err.Error())
	_, err = f.ReadAt(b, -1)
	println(err.Error())
	println(f.EraseBlocks(f.Size()/page, 1).Error())
	counter++
	println(counter)
}
