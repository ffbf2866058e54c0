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

// flashDo calls a function while the flash is ready for commands.
func flashDo(call flashCall) {
	copy(flashBoot[:], unsafe.Slice((*byte)(unsafe.Pointer(uintptr(flashBase))), len(flashBoot)))
	const thumb = 1
	calls := [5]flashCall{
		{function: romFunction('I', 'F')},
		{function: romFunction('E', 'X')},
		call,
		{function: romFunction('F', 'C')},
		{function: uintptr(unsafe.Pointer(&flashBoot)) | thumb},
	}
	flashCalls(&calls[0], uintptr(len(calls)))
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

// DeviceID is the number of 64 bits that the flash chip has: the processor has none. Command 0x4b gives
// it, behind four bytes that do not matter (W25Q16JV data sheet, section 8.2.30 "Read Unique ID
// Number").
func DeviceID() []byte {
	const command, waiting, length = 0x4b, 4, 8
	data := new([1 + waiting + length]byte)
	data[0] = command
	flashDo(flashCall{a: uintptr(unsafe.Pointer(data)), b: uintptr(len(data)), function: flashExchange()})
	return data[1+waiting:]
}

//go:extern embgo_flash_exchange
var flashExchangeCode [0]byte

// flashExchange is the address of the code in RAM that sends a command and takes what comes back.
func flashExchange() uintptr {
	const thumb = 1
	return uintptr(unsafe.Pointer(&flashExchangeCode)) | thumb
}
