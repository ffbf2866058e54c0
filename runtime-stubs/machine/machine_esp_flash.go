//go:build esp32c3 || esp32s3

package machine

import (
	"device/esp"
	"runtime/interrupt"
)

// The flash memory is a chip of its own. A program that runs from it has it read through SPI0 and the
// cache; commands go through SPI1, 64 bytes at a time, with one line for data. While the chip writes,
// nobody can read from it: code in RAM sends the commands, with interrupts off and the caches frozen.
const (
	flashWriteBlock = 64
	flashEraseBlock = 4096
)

// Commands that flash chips of all makers have (W25Q32JV data sheet, section 8.1.2 "Instruction Set
// Table 1").
const (
	flashProgram     = 0x02
	flashRead        = 0x03
	flashReadStatus  = 0x05
	flashWriteEnable = 0x06
	flashEraseSector = 0x20
	flashReadNumber  = 0x9f

	flashBusy = 1 << 0 // of the state
)

// flashSend sends a command of 8 bits with an address of 24 bits and so many bits of data, if user has
// these phases.
//
//go:section .ramfunc
//go:noinline
func flashSend(user, command, address, bits uint32) {
	const kept = esp.SPI_MEM_USER_CK_OUT_EDGE | esp.SPI_MEM_USER_CS_SETUP | esp.SPI_MEM_USER_CS_HOLD
	spi := esp.SPI1
	spi.USER.Set(spi.USER.Get()&kept | esp.SPI_MEM_USER_USR_COMMAND | user)
	spi.USER2.Set((8-1)<<esp.SPI_MEM_USER2_COMMAND_BITLEN_Pos | command)
	spi.USER1.Set((24 - 1) << esp.SPI_MEM_USER1_ADDR_BITLEN_Pos)
	spi.ADDR.Set(address)
	spi.MOSI_DLEN.Set(bits - 1)
	spi.MISO_DLEN.Set(bits - 1)
	spi.CMD.Set(esp.SPI_MEM_CMD_USR)
	for spi.CMD.HasBits(esp.SPI_MEM_CMD_USR) {
	}
}

// flashRun sends a command as flashSend does; if it changes the memory, with what has to come before, and
// until it is done. Caches are frozen if there are any in use.
//
//go:section .ramfunc
//go:noinline
func flashRun(user, command, address, bits uint32, changes, caches bool) {
	if caches {
		for i := range esp.CACHE_FREEZE {
			freeze := &esp.CACHE_FREEZE[i]
			freeze.Set(freeze.Get()&^esp.EXTMEM_FREEZE_MODE | esp.EXTMEM_FREEZE_ENA)
			for !freeze.HasBits(esp.EXTMEM_FREEZE_DONE) {
			}
		}
	}
	if changes {
		flashSend(0, flashWriteEnable, 0, 8)
	}
	flashSend(user, command, address, bits)
	if changes {
		for {
			flashSend(esp.SPI_MEM_USER_USR_MISO, flashReadStatus, 0, 8)
			if !esp.SPI1.W[0].HasBits(flashBusy) {
				break
			}
		}
	}
	if caches {
		for i := range esp.CACHE_FREEZE {
			esp.CACHE_FREEZE[i].ClearBits(esp.EXTMEM_FREEZE_ENA)
		}
	}
}

// flashDo sends a command, which may have data in both directions in the words of SPI1.
func flashDo(user, command uint32, at uintptr, length int, changes bool) {
	esp.SPI1.CTRL.ClearBits(esp.SPI_MEM_CTRL_LINES)
	esp.SPI1.CACHE_FCTRL.ClearBits(esp.SPI_MEM_CACHE_FCTRL_LINES)
	flashRun(user, command, uint32(at), uint32(length)*8, changes, flashMapped())
}

func flashWriteAt(at uintptr) {
	state := interrupt.Disable()
	for i := range esp.SPI1.W {
		b := flashBlock[i*4 : i*4+4]
		esp.SPI1.W[i].Set(uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24)
	}
	const phases = esp.SPI_MEM_USER_USR_ADDR | esp.SPI_MEM_USER_USR_MOSI
	flashDo(phases, flashProgram, at, flashWriteBlock, true)
	interrupt.Restore(state)
}

func flashEraseAt(at uintptr) {
	state := interrupt.Disable()
	flashDo(esp.SPI_MEM_USER_USR_ADDR, flashEraseSector, at, 1, true)
	interrupt.Restore(state)
}

func flashReadAt(p []byte, at uintptr) {
	for len(p) != 0 {
		n := len(p)
		if n > flashWriteBlock {
			n = flashWriteBlock
		}
		const phases = esp.SPI_MEM_USER_USR_ADDR | esp.SPI_MEM_USER_USR_MISO
		flashAnswer(p[:n], phases, flashRead, at)
		p = p[n:]
		at += uintptr(n)
	}
}

// flashAnswer sends a command and takes what comes back, up to 64 bytes.
func flashAnswer(p []byte, phases, command uint32, at uintptr) {
	state := interrupt.Disable()
	flashDo(phases, command, at, len(p), false)
	for i := range p {
		p[i] = byte(esp.SPI1.W[i/4].Get() >> (i % 4 * 8))
	}
	interrupt.Restore(state)
}
