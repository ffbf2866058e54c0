//go:build fe310 || imxrt106x || nrf || rp2040 || stm32f4

package machine

import "unsafe"

// These chips see their flash memory as memory, and the program lies at its begin.

//go:extern _sidata
var flashData [0]byte

//go:extern _sdata
var ramDataStart [0]byte

//go:extern _edata
var ramDataEnd [0]byte

//go:extern _flash_end
var flashEnd [0]byte

// FlashDataStart is the address of the first block behind the program.
func FlashDataStart() uintptr {
	// The variables' first values are the last part of the program.
	length := uintptr(unsafe.Pointer(&ramDataEnd)) - uintptr(unsafe.Pointer(&ramDataStart))
	end := uintptr(unsafe.Pointer(&flashData)) + length
	return (end + flashEraseBlock - 1) &^ (flashEraseBlock - 1)
}

// FlashDataEnd is the address behind the last block.
func FlashDataEnd() uintptr {
	return uintptr(unsafe.Pointer(&flashEnd)) &^ (flashEraseBlock - 1)
}

func flashReadAt(p []byte, from uintptr) {
	copy(p, unsafe.Slice((*byte)(unsafe.Pointer(from)), len(p)))
}
