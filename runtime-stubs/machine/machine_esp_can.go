//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// CAN is a controller of a CAN bus, which Espressif calls TWAI (chapter 31 of both manuals). It has
// no CAN FD. Interrupts take the frames from its memory for about five.
type CAN struct {
	Bus      *esp.TWAI_Type
	receiver canReceiver
	mode     uint32
}

// CAN0 is the chip's only controller.
var (
	CAN0  = &_CAN0
	_CAN0 = CAN{Bus: esp.TWAI}
)

// canFilters is how many filters there may be: the chip has one, which lets through what any of them
// does, and the interrupt looks again.
const canFilters = 14

// Configure starts the bus.
func (can *CAN) Configure(config CANConfig) error {
	config, err := config.withDefaults()
	if err != nil {
		return err
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
	config.wake()
	startPeripheral(esp.SYSTEM_PERIP_TWAI)
	bus := can.Bus
	bus.MODE.Set(esp.TWAI_MODE_RESET | esp.TWAI_MODE_ONE_FILTER)
	bus.CLOCK_DIVIDER.Set(esp.TWAI_CLOCK_OFF)
	bus.BUS_TIMING_0.Set(timing0)
	bus.BUS_TIMING_1.Set(timing1)
	// Between frames that it sends itself nobody confirms any.
	can.mode = esp.TWAI_MODE_ONE_FILTER
	if config.Mode&CANLoopback != 0 {
		can.mode |= esp.TWAI_MODE_SELF_TEST
	}
	if config.Mode&CANSilent != 0 {
		can.mode |= esp.TWAI_MODE_LISTEN_ONLY
	}
	bus.MODE.Set(esp.TWAI_MODE_RESET | can.mode)
	can.setFilter()
	bus.INT_ENA.Set(esp.TWAI_INT_RECEIVED | esp.TWAI_INT_WARNING | esp.TWAI_INT_OVERRUN | esp.TWAI_INT_PASSIVE)
	config.Tx.output(esp.SIGNAL_TWAI)
	config.Rx.input(esp.SIGNAL_TWAI)
	enableTWAI()
	bus.MODE.Set(can.mode)
	return nil
}

// filter changes the filter, which the controller allows while it is off the bus.
func (can *CAN) filter() {
	on := !can.Bus.MODE.HasBits(esp.TWAI_MODE_RESET)
	can.Bus.MODE.Set(esp.TWAI_MODE_RESET | can.mode)
	can.setFilter()
	if on {
		can.Bus.MODE.Set(can.mode)
	}
}

// setFilter writes the filter, which in reset mode is where frames are else: an identifier from the
// highest bit on, then what is to be ignored.
func (can *CAN) setFilter() {
	code, ignored := uint32(0), ^uint32(0)
	for i, f := range can.receiver.filters {
		value, dontCare := f.ID<<21, ^(f.Mask << 21)
		if f.XTD {
			value, dontCare = f.ID<<3, ^(f.Mask << 3)
		}
		if i == 0 {
			code, ignored = value, dontCare
		}
		// Where two filters differ, the chip cannot tell.
		ignored |= dontCare | value ^ code
	}
	for i := 0; i < 4; i++ {
		can.Bus.DATA[i].Set(code >> (24 - 8*i) & 0xff)
		can.Bus.DATA[4+i].Set(ignored >> (24 - 8*i) & 0xff)
	}
}

// interrupted takes frames, and comes back to the bus.
func (can *CAN) interrupted() {
	// Reading it takes it back.
	is := can.Bus.INT_RAW.Get()
	received := can.Bus.STATUS.HasBits(esp.TWAI_STATUS_RECEIVED)
	for can.Bus.STATUS.HasBits(esp.TWAI_STATUS_RECEIVED) {
		can.take()
	}
	if can.Bus.STATUS.HasBits(esp.TWAI_STATUS_OVERRUN) {
		can.receiver.lost.Set(1)
		can.Bus.CMD.Set(esp.TWAI_CMD_CLEAR_OVERRUN)
	}
	if received {
		can.tell(CANInterruptReceived)
	}
	if is&(esp.TWAI_INT_WARNING|esp.TWAI_INT_PASSIVE) != 0 {
		can.tell(CANInterruptState)
		can.comeBack()
	}
}

// comeBack ends the mode in which too many errors have put the controller.
func (can *CAN) comeBack() {
	if can.Bus.MODE.HasBits(esp.TWAI_MODE_RESET) {
		can.Bus.MODE.Set(can.mode)
	}
}

// State tells whether errors have put the controller out of action.
func (can *CAN) State() CANState {
	transmit, receive := can.Errors()
	switch {
	case can.Bus.STATUS.HasBits(esp.TWAI_STATUS_BUS_OFF):
		return CANBusOff
	case transmit > 127 || receive > 127:
		return CANErrorPassive
	}
	return CANErrorActive
}

// Errors is the controller's counters of errors.
func (can *CAN) Errors() (transmit, receive uint8) {
	return uint8(can.Bus.TX_ERR_CNT.Get()), uint8(can.Bus.RX_ERR_CNT.Get())
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

// TxRaw sends a frame; there must be room. After too many errors the controller left the bus: it
// comes back first.
func (can *CAN) TxRaw(e *CANTxBufferElement) {
	bus := can.Bus
	can.comeBack()
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
	if can.mode&esp.TWAI_MODE_SELF_TEST != 0 {
		bus.CMD.Set(esp.TWAI_CMD_SELF_RECEPTION)
	} else {
		bus.CMD.Set(esp.TWAI_CMD_TX_REQ)
	}
}

// take moves a frame to the program.
func (can *CAN) take() {
	bus := can.Bus
	info := bus.DATA[0].Get()
	id, bytes := uint32(0), 2
	if info&esp.TWAI_FRAME_EXTENDED != 0 {
		bytes = 4
	}
	for i := 0; i < bytes; i++ {
		id = id<<8 | bus.DATA[1+i].Get()&0xff
	}
	if bytes == 4 {
		id = id>>3 | canExtended
	} else {
		id >>= 5
	}
	if info&esp.TWAI_FRAME_RTR != 0 {
		id |= canRemote
	}
	var words [2]uint32
	for i := 0; i < 8; i++ {
		words[i/4] |= bus.DATA[1+bytes+i].Get() & 0xff << (i % 4 * 8)
	}
	bus.CMD.Set(esp.TWAI_CMD_RELEASE_BUF)
	can.receiver.put(id, info&15, words[0], words[1])
}
