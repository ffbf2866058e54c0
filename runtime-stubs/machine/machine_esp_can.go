//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// CAN is a controller of a CAN bus, which Espressif calls TWAI (chapter 31 of both manuals). It has
// no CAN FD. All frames are received.
type CAN struct {
	Bus *esp.TWAI_Type
}

// CAN0 is the chip's only controller.
var (
	CAN0  = &_CAN0
	_CAN0 = CAN{Bus: esp.TWAI}
)

// Configure starts the bus.
func (can *CAN) Configure(config CANConfig) error {
	if config.TransferRateFD != 0 {
		return errCANFD
	}
	if config.TransferRate == 0 {
		config.TransferRate = CANTransferRate500kbps
	}
	timing0, timing1, ok := canTiming(uint32(config.TransferRate))
	if !ok {
		return errCANRate
	}
	if config.Tx > lastPin {
		return ErrInvalidOutputPin
	}
	if config.Rx > lastPin {
		return ErrInvalidInputPin
	}
	if config.Standby != NoPin && config.Standby != 0 {
		config.Standby.Configure(PinConfig{Mode: PinOutput})
		config.Standby.Low()
	}
	startPeripheral(esp.SYSTEM_PERIP_TWAI)
	bus := can.Bus
	bus.MODE.Set(esp.TWAI_MODE_RESET | esp.TWAI_MODE_ONE_FILTER)
	bus.CLOCK_DIVIDER.Set(esp.TWAI_CLOCK_OFF)
	bus.BUS_TIMING_0.Set(timing0)
	bus.BUS_TIMING_1.Set(timing1)
	// In reset mode these are the filter: four bytes of identifier, which a mask of ones ignores.
	for i := 0; i < 4; i++ {
		bus.DATA[i].Set(0)
		bus.DATA[4+i].Set(0xff)
	}
	bus.INT_ENA.Set(0)
	config.Tx.output(esp.SIGNAL_TWAI)
	config.Rx.input(esp.SIGNAL_TWAI)
	bus.MODE.Set(esp.TWAI_MODE_ONE_FILTER)
	return nil
}

// canTiming is the registers' values for a speed. A bit has 8 to 25 parts, each of 2, 4, 6, ... cycles
// of 80 MHz; it is sampled before the last fifth.
func canTiming(rate uint32) (timing0, timing1 uint32, ok bool) {
	const source = 80000000
	for parts := uint32(25); parts >= 8; parts-- {
		cycles := source / rate / parts
		if cycles == 0 || cycles%2 != 0 || cycles > 2*0x4000 || cycles*parts*rate != source {
			continue
		}
		// The first part synchronizes.
		after := parts / 5
		before := parts - 1 - after
		if before > 16 {
			before, after = 16, parts-17
		}
		jump := uint32(3)
		if after < jump {
			jump = after
		}
		return cycles/2 - 1 | (jump-1)<<esp.TWAI_SJW_Pos, before - 1 | (after-1)<<esp.TWAI_TSEG2_Pos, true
	}
	return 0, 0, false
}

// TxFifoIsFull tells whether the frame before has not been sent yet.
func (can *CAN) TxFifoIsFull() bool {
	return !can.Bus.STATUS.HasBits(esp.TWAI_STATUS_TX_FREE)
}

// RxFifoSize is the number of frames that were received and not read; about five have room.
func (can *CAN) RxFifoSize() int {
	return int(can.Bus.RX_MESSAGE_CNT.Get() & 0x7f)
}

// RxFifoIsFull tells whether frames were lost.
func (can *CAN) RxFifoIsFull() bool {
	return can.Bus.STATUS.HasBits(esp.TWAI_STATUS_OVERRUN)
}

// RxFifoIsEmpty tells whether there is no frame to read.
func (can *CAN) RxFifoIsEmpty() bool {
	return !can.Bus.STATUS.HasBits(esp.TWAI_STATUS_RECEIVED)
}

// TxRaw sends a frame; there must be room. After too many errors the controller left the bus: it
// comes back first.
func (can *CAN) TxRaw(e *CANTxBufferElement) {
	bus := can.Bus
	if bus.MODE.HasBits(esp.TWAI_MODE_RESET) {
		bus.MODE.Set(esp.TWAI_MODE_ONE_FILTER)
	}
	length := CANDlcToLength(e.DLC, false)
	info := uint32(length)
	if e.RTR {
		info |= esp.TWAI_FRAME_RTR
	}
	// The identifier from its highest bit on.
	id, bytes := e.ID<<21, 2
	if e.XTD {
		info |= esp.TWAI_FRAME_EXTENDED
		id, bytes = e.ID<<3, 4
	}
	bus.DATA[0].Set(info)
	for i := 0; i < bytes; i++ {
		bus.DATA[1+i].Set(id >> 24)
		id <<= 8
	}
	if !e.RTR {
		for i := 0; i < int(length); i++ {
			bus.DATA[1+bytes+i].Set(uint32(e.DB[i]))
		}
	}
	bus.CMD.Set(esp.TWAI_CMD_TX_REQ)
}

// RxRaw reads a frame; there must be one.
func (can *CAN) RxRaw(e *CANRxBufferElement) {
	bus := can.Bus
	info := bus.DATA[0].Get()
	*e = CANRxBufferElement{DLC: byte(info & 15)}
	e.RTR = info&esp.TWAI_FRAME_RTR != 0
	e.XTD = info&esp.TWAI_FRAME_EXTENDED != 0
	bytes := 2
	if e.XTD {
		bytes = 4
	}
	for i := 0; i < bytes; i++ {
		e.ID = e.ID<<8 | bus.DATA[1+i].Get()&0xff
	}
	if e.XTD {
		e.ID >>= 3
	} else {
		e.ID >>= 5
	}
	if !e.RTR {
		for i := 0; i < int(e.Length()); i++ {
			e.DB[i] = byte(bus.DATA[1+bytes+i].Get())
		}
	}
	bus.CMD.Set(esp.TWAI_CMD_RELEASE_BUF)
}
