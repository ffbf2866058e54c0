//go:build stm32f4

package machine

import (
	"device/stm32"
	"runtime/interrupt"
)

// CAN is a controller of a CAN bus (RM0090, chapter 32, bxCAN). It has no CAN FD, sends from three
// mailboxes in the order of asking, and receives identifiers of 11 bits into one FIFO, those of 29
// into the other, three frames each, from where interrupts take them.
type CAN struct {
	Bus      *stm32.CAN_Type
	receiver canReceiver
}

// The buses have the chip's own numbers; CAN0 is the first one's other name.
var (
	CAN0  = &_CAN1
	CAN1  = &_CAN1
	_CAN1 = CAN{Bus: stm32.CAN1}
	CAN2  = &_CAN2
	_CAN2 = CAN{Bus: stm32.CAN2}
)

// canFilters is how many of the 28 filters each of the two controllers has.
const canFilters = 14

// Configure starts the bus. CAN1's pins are PA11, PB8 or PD0 for Rx and PA12, PB9 or PD1 for Tx, CAN2's
// PB5 or PB12 and PB6 or PB13.
func (can *CAN) Configure(config CANConfig) error {
	config, err := config.withDefaults()
	if err != nil {
		return err
	}
	timing, ok := canTiming(uint32(config.TransferRate))
	if !ok {
		return errCANRate
	}
	if err := can.connect(config.Rx, config.Tx); err != nil {
		return err
	}
	config.wake()
	// The filters of both controllers are the first one's.
	stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_CAN1EN)
	if can.Bus == stm32.CAN2 {
		stm32.RCC.APB1ENR.SetBits(stm32.RCC_APB1ENR_CAN2EN)
	}
	bus := can.Bus
	bus.MCR.Set(stm32.CAN_MCR_INRQ)
	for !bus.MSR.HasBits(stm32.CAN_MSR_INAK) {
	}
	bus.MCR.Set(stm32.CAN_MCR_INRQ | stm32.CAN_MCR_ABOM | stm32.CAN_MCR_TXFP)
	bus.BTR.Set(timing | uint32(config.Mode&(CANLoopback|CANSilent))<<stm32.CAN_BTR_LBKM_Pos)
	can.filter()
	bus.IER.Set(stm32.CAN_IER_FMPIE0 | stm32.CAN_IER_FMPIE1 | stm32.CAN_IER_EPVIE | stm32.CAN_IER_BOFIE |
		stm32.CAN_IER_ERRIE)
	can.listen()
	// It takes part after a pause on the bus.
	bus.MCR.ClearBits(stm32.CAN_MCR_INRQ)
	return nil
}

// connect gives the controller its pins.
func (can *CAN) connect(rx, tx Pin) error {
	first := can.Bus == stm32.CAN1
	switch {
	case first && (rx == PA11 || rx == PB8 || rx == PD0), !first && (rx == PB5 || rx == PB12):
	default:
		return ErrInvalidInputPin
	}
	switch {
	case first && (tx == PA12 || tx == PB9 || tx == PD1), !first && (tx == PB6 || tx == PB13):
	default:
		return ErrInvalidOutputPin
	}
	const pullUp = 1
	rx.connect(functionCAN, pullUp, false)
	tx.connect(functionCAN, 0, false)
	return nil
}

// canTiming is the register's value for a speed. A bit has 8 to 21 parts, each of up to 1024 cycles of
// APB1's 42 MHz; it is sampled before the last fifth.
func canTiming(rate uint32) (timing uint32, ok bool) {
	source := clockAPB1()
	for parts := uint32(21); parts >= 8; parts-- {
		cycles := source / rate / parts
		if cycles == 0 || cycles > 1024 || cycles*parts*rate != source {
			continue
		}
		// The first part synchronizes.
		after := parts / 5
		before, jump := parts-1-after, after
		if jump > 4 {
			jump = 4
		}
		return cycles - 1 | (before-1)<<stm32.CAN_BTR_TS1_Pos | (after-1)<<stm32.CAN_BTR_TS2_Pos |
			(jump-1)<<stm32.CAN_BTR_SJW_Pos, true
	}
	return 0, false
}

// listen turns the controller's interrupts on: of each FIFO, and of changes of its state.
func (can *CAN) listen() {
	if can.Bus == stm32.CAN2 {
		interrupt.New(stm32.IRQ_CAN2_RX0, func(interrupt.Interrupt) { _CAN2.receive(0) }).Enable()
		interrupt.New(stm32.IRQ_CAN2_RX1, func(interrupt.Interrupt) { _CAN2.receive(1) }).Enable()
		interrupt.New(stm32.IRQ_CAN2_SCE, func(interrupt.Interrupt) { _CAN2.changed() }).Enable()
	} else {
		interrupt.New(stm32.IRQ_CAN1_RX0, func(interrupt.Interrupt) { _CAN1.receive(0) }).Enable()
		interrupt.New(stm32.IRQ_CAN1_RX1, func(interrupt.Interrupt) { _CAN1.receive(1) }).Enable()
		interrupt.New(stm32.IRQ_CAN1_SCE, func(interrupt.Interrupt) { _CAN1.changed() }).Enable()
	}
}

// receive empties a FIFO.
func (can *CAN) receive(fifo int) {
	state := &can.Bus.RFR[fifo]
	if state.Get()&stm32.CAN_RFR_FMP_Msk == 0 {
		return
	}
	for state.Get()&stm32.CAN_RFR_FMP_Msk != 0 {
		box := &can.Bus.RX[fifo]
		id := canIdentifier(box.IR.Get())
		can.receiver.put(id, box.DTR.Get()&15, box.DLR.Get(), box.DHR.Get())
		if state.HasBits(stm32.CAN_RFR_FOVR) {
			can.receiver.lost.Set(1)
			state.Set(stm32.CAN_RFR_FOVR)
		}
		state.Set(stm32.CAN_RFR_RFOM)
		for state.HasBits(stm32.CAN_RFR_RFOM) {
		}
	}
	can.tell(CANInterruptReceived)
}

// changed takes the interrupt of the controller's state back.
func (can *CAN) changed() {
	can.Bus.MSR.Set(stm32.CAN_MSR_ERRI)
	can.tell(CANInterruptState)
}

// canIdentifier is what an identifier's register says, for canReceiver.
func canIdentifier(ir uint32) uint32 {
	id := ir >> 21
	if ir&stm32.CAN_IR_IDE != 0 {
		id = ir>>3 | canExtended
	}
	if ir&stm32.CAN_IR_RTR != 0 {
		id |= canRemote
	}
	return id
}

// canRegister is the identifier as the registers have it.
func canRegister(id uint32, extended bool) uint32 {
	if extended {
		return id<<3 | stm32.CAN_IR_IDE
	}
	return id << 21
}

// filter gives the chip the filters: an identifier and a mask, that of 29 bits to the second FIFO.
func (can *CAN) filter() {
	all := [2]CANFilter{{}, {XTD: true}}
	filters := can.receiver.filters
	if len(filters) == 0 {
		filters = all[:]
	}
	first := 0
	if can.Bus == stm32.CAN2 {
		first = canFilters
	}
	table := stm32.CAN1
	table.FMR.Set(canFilters<<stm32.CAN_FMR_CAN2SB_Pos | stm32.CAN_FMR_FINIT)
	for i := 0; i < canFilters; i++ {
		bank := first + i
		bit := uint32(1) << bank
		table.FA1R.ClearBits(bit)
		if i >= len(filters) {
			continue
		}
		f := filters[i]
		table.FM1R.ClearBits(bit)
		table.FS1R.SetBits(bit)
		if f.XTD {
			table.FFA1R.SetBits(bit)
		} else {
			table.FFA1R.ClearBits(bit)
		}
		table.FILTER[bank].R1.Set(canRegister(f.ID, f.XTD))
		table.FILTER[bank].R2.Set(canRegister(f.Mask, f.XTD) | stm32.CAN_IR_IDE)
		table.FA1R.SetBits(bit)
	}
	table.FMR.ClearBits(stm32.CAN_FMR_FINIT)
}

// TxFifoIsFull tells whether all mailboxes wait to be sent.
func (can *CAN) TxFifoIsFull() bool {
	return can.Bus.TSR.Get()&stm32.CAN_TSR_TME_Msk == 0
}

// TxRaw sends a frame; there must be room.
func (can *CAN) TxRaw(e *CANTxBufferElement) {
	empty := can.Bus.TSR.Get() >> stm32.CAN_TSR_TME_Pos
	n := 0
	for n < 2 && empty>>n&1 == 0 {
		n++
	}
	box := &can.Bus.TX[n]
	ir := canRegister(e.ID, e.XTD)
	if e.RTR {
		ir |= stm32.CAN_IR_RTR
	}
	low, high := e.words()
	box.DTR.Set(uint32(CANDlcToLength(e.DLC, false)))
	box.DLR.Set(low)
	box.DHR.Set(high)
	box.IR.Set(ir)
	box.IR.Set(ir | stm32.CAN_IR_TXRQ)
}

// State tells whether errors have put the controller out of action.
func (can *CAN) State() CANState {
	switch is := can.Bus.ESR.Get(); {
	case is&stm32.CAN_ESR_BOFF != 0:
		return CANBusOff
	case is&stm32.CAN_ESR_EPVF != 0:
		return CANErrorPassive
	}
	return CANErrorActive
}

// Errors is the controller's counters of errors.
func (can *CAN) Errors() (transmit, receive uint8) {
	is := can.Bus.ESR.Get()
	return uint8(is >> 16), uint8(is >> 24)
}
