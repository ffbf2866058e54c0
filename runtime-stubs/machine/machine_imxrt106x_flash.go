//go:build imxrt106x

package machine

import (
	"device/nxp"
	"runtime/interrupt"
)

// The flash memory is a chip (in the RT1064's own package, or on the board) that the processor reads as
// memory through FlexSPI. Other commands go through the same controller (IMXRT1060RM, "FlexSPI
// Controller"), on one line; while the chip erases or writes, nothing can be read from it. So code in ITCM
// sends them, with interrupts off, and the flash is out of bounds for the processor, which reads ahead.
const (
	flashWriteBlock = 256
	flashEraseBlock = 4096
)

// The numbers of the sequences: the last ones of the table. The boot ROM's are the first.
const (
	flashEnable = 12 + iota
	flashState
	flashErase
	flashProgram
)

const flashBusy = 1 << 0 // of the chip's state

// flashRegion is the region of the memory protection that has the flash (start_imxrt106x.S).
const flashRegion = 5

// flashSend starts a sequence for an address in the chip with so many bytes of data.
//
//go:section .ramfunc
//go:noinline
func flashSend(bus *nxp.FLEXSPI_Type, sequence, at, size uint32) {
	const flags = nxp.FLEXSPI_INTR_IPCMDDONE | nxp.FLEXSPI_INTR_IPCMDGE | nxp.FLEXSPI_INTR_IPCMDERR |
		nxp.FLEXSPI_INTR_IPRXWA | nxp.FLEXSPI_INTR_IPTXWE
	bus.IPRXFCR.Set(nxp.FLEXSPI_IPRXFCR_CLRIPRXF)
	bus.IPTXFCR.Set(nxp.FLEXSPI_IPTXFCR_CLRIPTXF)
	bus.INTR.Set(flags)
	bus.IPCR0.Set(at)
	bus.IPCR1.Set(sequence<<nxp.FLEXSPI_IPCR1_ISEQID_Pos | size)
	bus.IPCMD.Set(nxp.FLEXSPI_IPCMD_TRG)
}

// flashWait feeds a sequence that sends the data, eight bytes at a time, and waits for its end.
//
//go:section .ramfunc
//go:noinline
func flashWait(bus *nxp.FLEXSPI_Type, data *[flashWriteBlock / 4]uint32) {
	next := 0
	for {
		is := bus.INTR.Get()
		if is&(nxp.FLEXSPI_INTR_IPCMDDONE|nxp.FLEXSPI_INTR_IPCMDERR) != 0 {
			return
		}
		if is&nxp.FLEXSPI_INTR_IPTXWE != 0 && next < len(data)-1 {
			bus.TFDR[0].Set(data[next])
			bus.TFDR[1].Set(data[next+1])
			next += 2
			// Now they are in the queue.
			bus.INTR.Set(nxp.FLEXSPI_INTR_IPTXWE)
		}
	}
}

// flashRun sends a command that changes size bytes of the chip, with what has to come before, and waits
// until it is done. What the controller and the caches knew of these bytes is forgotten.
//
//go:section .ramfunc
//go:noinline
func flashRun(bus *nxp.FLEXSPI_Type, sequence, at, size uint32, data *[flashWriteBlock / 4]uint32, mapped uint32) {
	nxp.MPU.RNR.Set(flashRegion)
	region := nxp.MPU.RASR.Get()
	nxp.MPU.RASR.Set(region &^ nxp.MPU_RASR_ENABLE)
	barrier()
	flashSend(bus, flashEnable, 0, 0)
	flashWait(bus, data)
	sent := uint32(0)
	if sequence == flashProgram {
		sent = size
	}
	flashSend(bus, sequence, at, sent)
	flashWait(bus, data)
	for {
		flashSend(bus, flashState, 0, 1)
		flashWait(bus, data)
		if !bus.RFDR[0].HasBits(flashBusy) || bus.INTR.HasBits(nxp.FLEXSPI_INTR_IPCMDERR) {
			break
		}
	}
	bus.MCR0.SetBits(nxp.FLEXSPI_MCR0_SWRESET)
	for bus.MCR0.HasBits(nxp.FLEXSPI_MCR0_SWRESET) {
	}
	const line = 32
	for n := uint32(0); n < size; n += line {
		nxp.CACHE.DCIMVAC.Set(mapped + n)
		nxp.CACHE.ICIMVAU.Set(mapped + n)
	}
	nxp.MPU.RASR.Set(region)
	barrier()
}

// flashWords is flashBlock for the controller; flashSeen is what was read to see whether the chip has done
// what it was told.
var (
	flashWords [flashWriteBlock / 4]uint32
	flashSeen  [32]byte
	flashBad   bool
)

// flashFailed tells whether the chip has not done what it was told last: a chip whose blocks are protected
// says nothing.
func flashFailed() bool {
	return flashBad
}

// flashDo sends a command for an address that the processor knows.
func flashDo(sequence, mapped, size uint32) {
	const (
		command = nxp.FLEXSPI_LUT_OPCODE_COMMAND << nxp.FLEXSPI_LUT_OPCODE_Pos
		address = nxp.FLEXSPI_LUT_OPCODE_ADDRESS<<nxp.FLEXSPI_LUT_OPCODE_Pos | 24
		write   = nxp.FLEXSPI_LUT_OPCODE_WRITE << nxp.FLEXSPI_LUT_OPCODE_Pos
		read    = nxp.FLEXSPI_LUT_OPCODE_READ << nxp.FLEXSPI_LUT_OPCODE_Pos
		second  = nxp.FLEXSPI_LUT_SECOND_Pos
	)
	// The RT1064 has its flash at FlexSPI2, which is seen from 0x70000000 on.
	bus := nxp.FLEXSPI1
	if mapped>>28 == 7 {
		bus = nxp.FLEXSPI2
	}
	state := interrupt.Disable()
	bus.LUTKEY.Set(nxp.FLEXSPI_LUTKEY_VALUE)
	bus.LUTCR.Set(nxp.FLEXSPI_LUTCR_UNLOCK)
	// Commands that flash chips of all makers have (W25Q64JV data sheet, section 8.1.2).
	for i, sequence := range [...][2]uint32{
		{command | 0x06, 0},
		{command | 0x05 | read<<second, 0},
		{command | 0x20 | address<<second, 0},
		{command | 0x02 | address<<second, write},
	} {
		lut := bus.LUT[4*(flashEnable+i):]
		lut[0].Set(sequence[0])
		lut[1].Set(sequence[1])
		lut[2].Set(0)
		lut[3].Set(0)
	}
	bus.LUTKEY.Set(nxp.FLEXSPI_LUTKEY_VALUE)
	bus.LUTCR.Set(nxp.FLEXSPI_LUTCR_LOCK)
	flashRun(bus, sequence, mapped&(1<<28-1), size, &flashWords, mapped)
	interrupt.Restore(state)
}

func flashWriteAt(at uintptr) {
	for i := range flashWords {
		b := flashBlock[i*4 : i*4+4]
		flashWords[i] = uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
	}
	flashDo(flashProgram, uint32(at), flashWriteBlock)
	flashBad = false
	for n := 0; n < flashWriteBlock; n += len(flashSeen) {
		flashReadAt(flashSeen[:], at+uintptr(n))
		for i, c := range flashSeen {
			// Bits that were 0 have stayed so.
			flashBad = flashBad || c&^flashBlock[n+i] != 0
		}
	}
}

func flashEraseAt(at uintptr) {
	flashDo(flashErase, uint32(at), flashEraseBlock)
	flashBad = false
	for n := uintptr(0); n < flashEraseBlock; n += uintptr(len(flashSeen)) {
		flashReadAt(flashSeen[:], at+n)
		for _, c := range flashSeen {
			flashBad = flashBad || c != 0xff
		}
	}
}
