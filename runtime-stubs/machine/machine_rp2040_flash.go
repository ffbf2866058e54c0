//go:build rp2040

package machine

import (
	"unsafe"
)

// The flash memory is a chip of its own, which the processor reads through the SSI and a cache. For
// anything else the ROM's functions take the SSI over (RP2040 Datasheet, section 2.8.3.1.3), and
// nothing can be read from it meanwhile: code in RAM calls them, with interrupts off.
const (
	flashWriteBlock = 256
	flashEraseBlock = 4096
	flashBase       = 0x10000000
)

// flashCall is a call of a function with up to four arguments.
type flashCall struct {
	a, b, c, d, function uintptr
}

// flashCalls makes the calls, one after the other, with interrupts off; its code is in RAM.
//
//go:linkname flashCalls embgo_flash_calls
func flashCalls(calls *flashCall, n uintptr)

// flashBoot is the second boot stage, which sets up reading and whose place in the flash cannot be read
// before it has; code that wants it to return calls it with a return address.
//
//go:align 4
var flashBoot [256]byte

// flashList is what flashDo calls: not on the stack, where it would have to be allocated.
var flashList [5]flashCall

// flashDo calls a function while the flash is ready for commands.
func flashDo(call flashCall) {
	copy(flashBoot[:], unsafe.Slice((*byte)(unsafe.Pointer(uintptr(flashBase))), len(flashBoot)))
	const thumb = 1
	flashList[0].function = romFunction('I', 'F')
	flashList[1].function = romFunction('E', 'X')
	flashList[2] = call
	flashList[3].function = romFunction('F', 'C')
	flashList[4].function = uintptr(unsafe.Pointer(&flashBoot)) | thumb
	flashCalls(&flashList[0], uintptr(len(flashList)))
}

func flashWriteAt(at uintptr) {
	data := uintptr(unsafe.Pointer(&flashBlock))
	flashDo(flashCall{at - flashBase, data, flashWriteBlock, 0, romFunction('R', 'P')})
}

func flashEraseAt(at uintptr) {
	// Larger blocks, of 64 KB, have a command of their own; there is none here.
	const large, command = 1 << 16, 0xd8
	flashDo(flashCall{at - flashBase, flashEraseBlock, large, command, romFunction('R', 'E')})
}

// DeviceID is the number of 64 bits that the flash chip has: the processor has none.
func DeviceID() []byte {
	id := make([]byte, deviceIDLength)
	readDeviceID(id)
	return id
}

const deviceIDLength = 8

// flashNumber is the command for that, four bytes that do not matter, and the answer (W25Q16JV data
// sheet, section 8.2.30 "Read Unique ID Number").
var flashNumber [1 + 4 + deviceIDLength]byte

func readDeviceID(to []byte) {
	flashNumber = [len(flashNumber)]byte{0x4b}
	data := uintptr(unsafe.Pointer(&flashNumber))
	flashDo(flashCall{a: data, b: uintptr(len(flashNumber)), function: flashExchange()})
	copy(to, flashNumber[1+4:])
}

//go:extern embgo_flash_exchange
var flashExchangeCode [0]byte

// flashExchange is the address of the code in RAM that sends a command and takes what comes back.
func flashExchange() uintptr {
	const thumb = 1
	return uintptr(unsafe.Pointer(&flashExchangeCode)) | thumb
}
