//go:build stm32f4

package machine

import (
	"device/stm32"
	"runtime/interrupt"
	"runtime/volatile"
	"unsafe"
)

// The flash memory is written in words, at a supply of 2.7 V or more, and erased in sectors (RM0090,
// section 3.6). The device is made of whole sectors of 128 KB: the first ones of the chip are smaller,
// and a program seldom leaves one. Who reads the memory meanwhile, that is the processor, waits: 16 us a
// word, a second or two a sector (data sheet, "Flash memory").
const (
	flashWriteBlock = 4
	flashEraseBlock = 128 << 10

	flashBase = 0x08000000
	// The first sector of 128 KB is number 5 and begins after 128 KB.
	flashFirst = 5 - 1
)

// flashOpen and flashClose let the memory be changed, and end that, with what the data cache has of it
// thrown away (section 3.5.2). The control register opens by two keys.
func flashOpen(control uint32) {
	const words = 2 << stm32.FLASH_CR_PSIZE_Pos
	if stm32.FLASH.CR.HasBits(stm32.FLASH_CR_LOCK) {
		stm32.FLASH.KEYR.Set(0x45670123)
		stm32.FLASH.KEYR.Set(0xcdef89ab)
	}
	flashReady()
	// A 1 clears an error of before.
	stm32.FLASH.SR.Set(stm32.FLASH_SR_ERRORS)
	stm32.FLASH.CR.Set(control | words)
}

func flashClose() {
	flashReady()
	stm32.FLASH.CR.Set(stm32.FLASH_CR_LOCK)
	stm32.FLASH.ACR.ClearBits(stm32.FLASH_ACR_DCEN)
	stm32.FLASH.ACR.SetBits(stm32.FLASH_ACR_DCRST)
	stm32.FLASH.ACR.ClearBits(stm32.FLASH_ACR_DCRST)
	stm32.FLASH.ACR.SetBits(stm32.FLASH_ACR_DCEN)
}

func flashReady() {
	for stm32.FLASH.SR.HasBits(stm32.FLASH_SR_BSY) {
	}
}

// flashWriteAt writes a word, if it changes anything: an interrupt that wrote to the memory, too, would
// find it open.
func flashWriteAt(at uintptr) {
	word := *(*uint32)(unsafe.Pointer(&flashBlock))
	if word == 0xffffffff {
		return
	}
	state := interrupt.Disable()
	flashOpen(stm32.FLASH_CR_PG)
	volatile.StoreUint32((*uint32)(unsafe.Pointer(at)), word)
	flashClose()
	interrupt.Restore(state)
}

func flashEraseAt(at uintptr) {
	sector := uint32(at-flashBase)/flashEraseBlock + flashFirst
	state := interrupt.Disable()
	flashOpen(stm32.FLASH_CR_SER | sector<<stm32.FLASH_CR_SNB_Pos)
	stm32.FLASH.CR.SetBits(stm32.FLASH_CR_STRT)
	flashClose()
	interrupt.Restore(state)
}
