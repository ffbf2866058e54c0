//go:build imxrt106x

package machine

import (
	"device/nxp"
	"runtime/interrupt"
	"runtime/volatile"
)

// CAN is a controller of a CAN bus (IMXRT1060RM, "FlexCAN"). It is used without CAN FD: one mailbox sends,
// so that frames go in the order of asking, and a queue of six frames receives, from where the interrupt
// takes them.
type CAN struct {
	Bus      *nxp.CAN_Type
	receiver canReceiver
	started  bool
	state    CANState // that was told last
}

// The buses have the chip's own numbers; CAN0 is the first one's other name.
var (
	CAN0  = &_CAN1
	CAN1  = &_CAN1
	_CAN1 = CAN{Bus: nxp.CAN1}
	CAN2  = &_CAN2
	_CAN2 = CAN{Bus: nxp.CAN2}
)

// canFilters is how many filters there may be. The chip has canChipFilters; if there are more, it lets
// everything through, and the interrupt looks.
const (
	canFilters     = 14
	canChipFilters = 8
)

// The mailboxes behind the queue and its filters: the first sends nothing (chip errata IMXRT1060CE,
// ERR005829), the second sends.
const (
	canReserved = 8
	canSender   = 9
)

// Configure starts the bus. CAN1's pins are GPIO_AD_B1_09 or GPIO_B0_03 for Rx and GPIO_AD_B1_08 or
// GPIO_B0_02 for Tx, CAN2's GPIO_AD_B0_03 or GPIO_AD_B0_15 and GPIO_AD_B0_02 or GPIO_AD_B0_14.
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
	const crystal, on = 1, 3
	cscmr2 := &nxp.CCM.CSCMR2
	cscmr2.Set(cscmr2.Get()&^(nxp.CCM_CSCMR2_CAN_CLK_PODF_Msk|nxp.CCM_CSCMR2_CAN_CLK_SEL_Msk) |
		crystal<<nxp.CCM_CSCMR2_CAN_CLK_SEL_Pos)
	gate := 14
	if can.Bus == nxp.CAN2 {
		gate = 18
	}
	// The bus' clock, and the peripheral's.
	nxp.CCM.CCGR[0].SetBits(on<<gate | on<<(gate+2))
	bus := can.Bus
	bus.MCR.ClearBits(nxp.CAN_MCR_MDIS)
	for bus.MCR.HasBits(nxp.CAN_MCR_LPMACK) {
	}
	bus.MCR.SetBits(nxp.CAN_MCR_SOFTRST)
	for bus.MCR.HasBits(nxp.CAN_MCR_SOFTRST) {
	}
	can.freeze()
	mode := uint32(nxp.CAN_MCR_FRZ | nxp.CAN_MCR_HALT | nxp.CAN_MCR_RFEN | nxp.CAN_MCR_IRMQ |
		nxp.CAN_MCR_WRNEN | canSender<<nxp.CAN_MCR_MAXMB_Pos)
	switch {
	case config.Mode&CANLoopback != 0:
		// It neither hears the bus nor is heard there.
		timing |= nxp.CAN_CTRL1_LPB
	case config.Mode&CANSilent != 0:
		timing |= nxp.CAN_CTRL1_LOM
		fallthrough
	default:
		mode |= nxp.CAN_MCR_SRXDIS
	}
	bus.MCR.Set(mode)
	bus.CTRL1.Set(timing | nxp.CAN_CTRL1_BOFFMSK | nxp.CAN_CTRL1_TWRNMSK | nxp.CAN_CTRL1_RWRNMSK)
	bus.CTRL2.Set(bus.CTRL2.Get()&^(nxp.CAN_CTRL2_RFFN_Msk|nxp.CAN_CTRL2_MRP) | nxp.CAN_CTRL2_RRS)
	bus.MB[canReserved].CS.Set(nxp.CAN_CS_TX_INACTIVE)
	bus.MB[canSender].CS.Set(nxp.CAN_CS_TX_INACTIVE)
	can.setFilters()
	bus.IFLAG1.Set(0xffffffff)
	bus.IMASK1.Set(nxp.CAN_IFLAG1_AVAILABLE)
	can.started, can.state = true, CANErrorActive
	if bus == nxp.CAN2 {
		interrupt.New(nxp.IRQ_CAN2, func(interrupt.Interrupt) { _CAN2.interrupted() }).Enable()
	} else {
		interrupt.New(nxp.IRQ_CAN1, func(interrupt.Interrupt) { _CAN1.interrupted() }).Enable()
	}
	can.thaw()
	return nil
}

// freeze takes the controller off the bus, after the frame that is there now: only then most of it can be
// set up.
func (can *CAN) freeze() {
	can.Bus.MCR.SetBits(nxp.CAN_MCR_FRZ | nxp.CAN_MCR_HALT)
	for !can.Bus.MCR.HasBits(nxp.CAN_MCR_FRZACK) {
	}
}

func (can *CAN) thaw() {
	can.Bus.MCR.ClearBits(nxp.CAN_MCR_FRZ | nxp.CAN_MCR_HALT)
	for can.Bus.MCR.HasBits(nxp.CAN_MCR_FRZACK) {
	}
}

// connect gives the controller its pins.
func (can *CAN) connect(rx, tx Pin) error {
	// The function of a pin, and what selects it in FLEXCAN1_RX_SELECT_INPUT or the next register.
	const place = (0x44c - 0x3f4) / 4
	first := can.Bus == nxp.CAN1
	input, function, selects := &nxp.IOMUXC.SELECT_INPUT[place], uint32(2), uint32(0)
	if !first {
		input = &nxp.IOMUXC.SELECT_INPUT[place+1]
	}
	switch {
	case first && rx == PA0+25:
		selects = 2
	case first && rx == PB0+3:
		selects = 3
	case !first && rx == PA0+3:
		function, selects = 0, 1
	case !first && rx == PA0+15:
		function, selects = 6, 2
	default:
		return ErrInvalidInputPin
	}
	sends := uint32(2)
	switch {
	case first && (tx == PA0+24 || tx == PB0+2):
	case !first && tx == PA0+2:
		sends = 0
	case !first && tx == PA0+14:
		sends = 6
	default:
		return ErrInvalidOutputPin
	}
	const pulled = padOutput | nxp.IOMUXC_PAD_HYS | nxp.IOMUXC_PAD_PKE | nxp.IOMUXC_PAD_PUE |
		nxp.IOMUXC_PAD_PUS_22K_UP
	rx.connect(function, pulled)
	tx.connect(sends, padOutput)
	input.Set(selects)
	return nil
}

// canTiming is the register's value for a speed. A bit has 8 to 21 parts, each of up to 256 cycles of the
// crystal's 24 MHz; it is sampled before the last fifth.
func canTiming(rate uint32) (timing uint32, ok bool) {
	const source, most = 24000000, 1000000
	if rate > most {
		return 0, false
	}
	for parts := uint32(21); parts >= 8; parts-- {
		cycles := source / rate / parts
		if cycles == 0 || cycles > 256 || cycles*parts*rate != source {
			continue
		}
		// The first part synchronizes; two are the least after the sample.
		after := parts / 5
		if after < 2 {
			after = 2
		}
		before := parts - 1 - after
		return (cycles-1)<<nxp.CAN_CTRL1_PRESDIV_Pos | (after-1)<<nxp.CAN_CTRL1_RJW_Pos |
			(after-1)<<nxp.CAN_CTRL1_PSEG2_Pos | (before/2-1)<<nxp.CAN_CTRL1_PSEG1_Pos |
			(before-before/2-1)<<nxp.CAN_CTRL1_PROPSEG_Pos, true
	}
	return 0, false
}

// filter gives the chip the filters.
func (can *CAN) filter() {
	if can.started {
		can.freeze()
		can.setFilters()
		can.thaw()
	}
}

// setFilters writes the filters of the queue, an identifier and a mask each; those that are left are as the
// first one.
func (can *CAN) setFilters() {
	filters := can.receiver.filters
	for i := 0; i < canChipFilters; i++ {
		// The eight words of mailboxes 6 and 7.
		box := &can.Bus.MB[6+i/4]
		words := [...]*volatile.Register32{&box.CS, &box.ID, &box.WORD0, &box.WORD1}
		id, mask := uint32(0), uint32(0)
		if len(filters) != 0 && len(filters) <= canChipFilters {
			f := filters[0]
			if i < len(filters) {
				f = filters[i]
			}
			id, mask = f.ID<<19, f.Mask&0x7ff<<19
			if f.XTD {
				id, mask = f.ID<<1|nxp.CAN_FILTER_IDE, f.Mask&0x1fffffff<<1
			}
			mask |= nxp.CAN_FILTER_IDE
		}
		words[i%4].Set(id)
		can.Bus.RXIMR[i].Set(mask)
	}
}

// interrupted takes frames, and looks at the controller's state.
func (can *CAN) interrupted() {
	bus := can.Bus
	received := false
	for ; bus.IFLAG1.HasBits(nxp.CAN_IFLAG1_AVAILABLE); received = true {
		box := &bus.MB[0]
		cs, id := box.CS.Get(), box.ID.Get()
		if cs&nxp.CAN_CS_IDE == 0 {
			id = id >> 18 & 0x7ff
		} else {
			id = id&0x1fffffff | canExtended
		}
		if cs&nxp.CAN_CS_RTR != 0 {
			id |= canRemote
		}
		can.receiver.put(id, cs>>nxp.CAN_CS_DLC_Pos&15, canTurn(box.WORD0.Get()), canTurn(box.WORD1.Get()))
		if bus.IFLAG1.HasBits(nxp.CAN_IFLAG1_OVERFLOW) {
			can.receiver.lost.Set(1)
			bus.IFLAG1.Set(nxp.CAN_IFLAG1_OVERFLOW)
		}
		// The next one.
		bus.IFLAG1.Set(nxp.CAN_IFLAG1_AVAILABLE)
	}
	if received {
		can.tell(CANInterruptReceived)
	}
	const warnings = nxp.CAN_ESR1_TWRNINT | nxp.CAN_ESR1_RWRNINT
	if is := bus.ESR1.Get(); is&(warnings|nxp.CAN_ESR1_BOFFINT|nxp.CAN_ESR1_ERRINT) != 0 {
		bus.ESR1.Set(warnings | nxp.CAN_ESR1_BOFFINT | nxp.CAN_ESR1_ERRINT)
		can.changed(is&warnings != 0)
	}
}

// changed tells of the controller's state. Nothing interrupts when it changes for errors after the
// warning, but each error can: so these do meanwhile.
func (can *CAN) changed(warned bool) {
	state := can.State()
	if warned && state == CANErrorActive {
		can.Bus.CTRL1.SetBits(nxp.CAN_CTRL1_ERRMSK)
	} else if state != CANErrorActive {
		can.Bus.CTRL1.ClearBits(nxp.CAN_CTRL1_ERRMSK)
	}
	if warned || state != can.state {
		can.state = state
		can.tell(CANInterruptState)
	}
}

// canTurn turns the bytes of a word over.
func canTurn(word uint32) uint32 {
	return word<<24 | word&0xff00<<8 | word>>8&0xff00 | word>>24
}

// TxFifoIsFull tells whether the frame before has not been sent yet.
func (can *CAN) TxFifoIsFull() bool {
	return can.Bus.MB[canSender].CS.Get()&nxp.CAN_CS_CODE_Msk == nxp.CAN_CS_TX_DATA
}

// TxRaw sends a frame; there must be room.
func (can *CAN) TxRaw(e *CANTxBufferElement) {
	box := &can.Bus.MB[canSender]
	cs := uint32(CANDlcToLength(e.DLC, false)) << nxp.CAN_CS_DLC_Pos
	id := e.ID << 18
	if e.XTD {
		cs |= nxp.CAN_CS_IDE | nxp.CAN_CS_SRR
		id = e.ID
	}
	if e.RTR {
		cs |= nxp.CAN_CS_RTR
	}
	low, high := e.words()
	// One that has asked for a frame waits for it.
	box.CS.Set(nxp.CAN_CS_TX_INACTIVE)
	can.Bus.IFLAG1.Set(1 << canSender)
	box.ID.Set(id)
	box.WORD0.Set(canTurn(low))
	box.WORD1.Set(canTurn(high))
	box.CS.Set(nxp.CAN_CS_TX_DATA | cs)
	// Without this the controller may not see it (ERR005829).
	reserved := &can.Bus.MB[canReserved].CS
	reserved.Set(nxp.CAN_CS_TX_INACTIVE)
	reserved.Set(nxp.CAN_CS_TX_INACTIVE)
}

// State tells whether errors have put the controller out of action.
func (can *CAN) State() CANState {
	switch can.Bus.ESR1.Get() >> nxp.CAN_ESR1_FLTCONF_Pos & 3 {
	case 0:
		return CANErrorActive
	case 1:
		return CANErrorPassive
	}
	return CANBusOff
}

// Errors is the controller's counters of errors.
func (can *CAN) Errors() (transmit, receive uint8) {
	is := can.Bus.ECR.Get()
	return uint8(is), uint8(is >> 8)
}
