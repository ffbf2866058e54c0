//go:build fe310

package machine

import (
	"device/riscv"
	"device/sifive"
	"runtime/interrupt"
	"unsafe"
)

// The flash memory is a chip of its own (on the HiFive1 Rev B an IS25LP032D), which the first serial bus
// reads by itself for whoever reads its window (FE310-G002 Manual, chapter 19). While the bus sends what
// a program says, the window reads as zeros (sifive-blocks, SPIFlash.scala): code in RAM does it, with
// interrupts off.
const (
	flashWriteBlock = 256
	flashEraseBlock = 4096
	flashBase       = 0x20000000
)

// Commands of the flash chip (IS25LP032D data sheet, table 8.1 "Instruction Set"), with one line for data.
const (
	flashProgram     = 0x02
	flashReadStatus  = 0x05
	flashWriteEnable = 0x06
	flashEraseSector = 0x20
	flashReadNumber  = 0x4b

	flashBusy = 1 << 0 // of the status
)

// flashByte sends a byte and gives the one that comes at the same time.
//
//go:section .ramfunc
//go:noinline
func flashByte(c uint32) uint32 {
	sifive.QSPI0.TXDATA.Set(c)
	for {
		c = sifive.QSPI0.RXDATA.Get()
		if c&sifive.QSPI_RXDATA_EMPTY == 0 {
			return c
		}
	}
}

// flashSend sends so many bytes of head, the highest first, and then n bytes of data, in whose place it
// puts what came back. It gives the last byte that came. The chip is selected from the first byte to the
// last.
//
//go:section .ramfunc
//go:noinline
func flashSend(head, heads uint32, data *byte, n uint32) (last uint32) {
	sifive.QSPI0.CSMODE.Set(sifive.QSPI_CSMODE_HOLD)
	for ; heads != 0; heads-- {
		last = flashByte(head >> 24)
		head <<= 8
	}
	for ; n != 0; n-- {
		last = flashByte(uint32(*data))
		*data = byte(last)
		data = (*byte)(unsafe.Add(unsafe.Pointer(data), 1))
	}
	sifive.QSPI0.CSMODE.Set(sifive.QSPI_CSMODE_AUTO)
	return last
}

// flashRun sends a command of four bytes as flashSend does; if it changes the memory, with what has to come
// before, and until it is done. Then the bus reads for the window again, in the way it did.
//
//go:section .ramfunc
//go:noinline
func flashRun(head uint32, data *byte, n uint32, changes bool) {
	control := sifive.QSPI0.FCTRL.Get()
	sifive.QSPI0.FCTRL.Set(0)
	format, mode := sifive.QSPI0.FMT.Get(), sifive.QSPI0.CSMODE.Get()
	// Both directions on their own lines: what is received is kept.
	sifive.QSPI0.FMT.Set(sifive.QSPI_FMT_LEN_8)
	for sifive.QSPI0.RXDATA.Get()&sifive.QSPI_RXDATA_EMPTY == 0 {
	}
	if changes {
		flashSend(flashWriteEnable<<24, 1, data, 0)
	}
	flashSend(head, 4, data, n)
	if changes {
		for flashSend(flashReadStatus<<24, 2, data, 0)&flashBusy != 0 {
		}
	}
	sifive.QSPI0.FMT.Set(format)
	sifive.QSPI0.CSMODE.Set(mode)
	sifive.QSPI0.FCTRL.Set(control)
	// The processor may have fetched zeros ahead, and has in its cache what the flash held before.
	riscv.Asm("fence")
	riscv.Asm(".insn i 0x0f, 1, x0, x0, 0") // fence.i, which has a name only with Zifencei
}

// flashDo sends a command with an address in the flash.
func flashDo(command uint32, at uintptr, data *byte, n uint32, changes bool) {
	state := interrupt.Disable()
	flashRun(command<<24|uint32(at-flashBase), data, n, changes)
	interrupt.Restore(state)
}

func flashWriteAt(at uintptr) {
	flashDo(flashProgram, at, &flashBlock[0], flashWriteBlock, true)
}

func flashEraseAt(at uintptr) {
	flashDo(flashEraseSector, at, &flashBlock[0], 0, true)
}

// DeviceID is the number of 128 bits that the flash chip has: the processor has none.
func DeviceID() []byte {
	const length = 16
	id := make([]byte, length)
	// After the address, the number's first byte, comes a byte that does not matter.
	var answer [1 + length]byte
	flashDo(flashReadNumber, flashBase, &answer[0], uint32(len(answer)), false)
	copy(id, answer[1:])
	return id
}
