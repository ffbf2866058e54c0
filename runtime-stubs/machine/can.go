//go:build esp32c3 || esp32s3 || imxrt106x || stm32f4

package machine

import (
	"runtime/interrupt"
	"runtime/volatile"
)

// CANTransferRate is the speed of a CAN bus, in bits a second.
type CANTransferRate uint32

// The usual speeds.
const (
	CANTransferRate125kbps  CANTransferRate = 125000
	CANTransferRate250kbps  CANTransferRate = 250000
	CANTransferRate500kbps  CANTransferRate = 500000
	CANTransferRate1000kbps CANTransferRate = 1000000
)

// CANConfig says how a bus is used. The transceiver's standby pin, unless it is 0 or NoPin, is made low;
// a controller without CAN FD refuses a speed for it.
type CANConfig struct {
	TransferRate   CANTransferRate
	TransferRateFD CANTransferRate
	Tx             Pin
	Rx             Pin
	Standby        Pin
	Mode           CANMode
}

// withDefaults fills in what is not said.
func (config CANConfig) withDefaults() (CANConfig, error) {
	if config.TransferRateFD != 0 {
		return config, errCANFD
	}
	if config.TransferRate == 0 {
		config.TransferRate = CANTransferRate500kbps
	}
	return config, nil
}

// wake lets the transceiver take part, if it has a pin for that.
func (config CANConfig) wake() {
	if config.Standby != NoPin && config.Standby != 0 {
		config.Standby.Configure(PinConfig{Mode: PinOutput})
		config.Standby.Low()
	}
}

// CANMode is how a controller takes part in the bus.
type CANMode uint8

// In loopback a controller receives what it sends, and nothing else; a silent one sends nothing to the
// bus, not even the confirmation of what it receives. In loopback the ESP32's transceiver must be
// connected; those of the others need not, and in both together their pins do nothing.
const (
	CANNormal   CANMode = 0
	CANLoopback CANMode = 1
	CANSilent   CANMode = 2
)

// CANFilter lets frames through whose identifier is ID in those bits that are 1 in Mask; XTD says that
// they have identifiers of 29 bits.
type CANFilter struct {
	ID   uint32
	Mask uint32
	XTD  bool
}

// CANState is how far errors have put a controller out of action.
type CANState uint8

// The states (ISO 11898-1, "Fault confinement"). A controller that left the bus comes back by itself,
// after 128 pauses on it.
const (
	CANErrorActive CANState = iota
	CANErrorPassive
	CANBusOff
)

// What a function of SetInterrupt is called for, in bits.
const (
	CANInterruptReceived = 1 << 0
	CANInterruptState    = 1 << 1
)

var (
	errCANRate error = machineError("machine: the CAN controller has no such speed")
	errCANFD   error = machineError("machine: this chip has no CAN FD")

	errCANFilter  error = machineError("machine: a CAN identifier has 11 bits, with XTD 29")
	errCANFilters error = machineError("machine: the CAN controller has no room for so many filters")
)

// CANTxBufferElement is a frame to send: XTD says that the identifier has 29 bits, RTR that it asks
// for one, and DLC how long the data is. The other fields are those of CAN FD.
type CANTxBufferElement struct {
	ESI bool
	XTD bool
	RTR bool
	ID  uint32
	MM  uint8
	EFC bool
	FDF bool
	BRS bool
	DLC uint8
	DB  [64]uint8
}

// CANRxBufferElement is a frame that was received.
type CANRxBufferElement struct {
	ESI  bool
	XTD  bool
	RTR  bool
	ID   uint32
	ANMF bool
	FIDX uint8
	FDF  bool
	BRS  bool
	DLC  uint8
	RXTS uint16
	DB   [64]uint8
}

// Length is how many bytes the frame has.
func (e CANRxBufferElement) Length() byte {
	return CANDlcToLength(e.DLC, e.FDF)
}

// Data is the frame's bytes.
func (e CANRxBufferElement) Data() []byte {
	return e.DB[:e.Length()]
}

// CANDlcToLength is the number of bytes that a data length code stands for (ISO 11898-1, table of
// codes).
func CANDlcToLength(dlc byte, isFD bool) byte {
	switch {
	case dlc <= 8:
		return dlc
	case !isFD:
		return 8
	case dlc <= 12:
		return 8 + (dlc-8)*4
	case dlc == 13:
		return 32
	case dlc == 14:
		return 48
	}
	return 64
}

// canWaiting is how many frames wait until the program reads them.
const canWaiting = 16

// canFrame is a frame: its identifier with two flags, its length, its bytes.
type canFrame [4]volatile.Register32

const (
	canExtended = 1 << 31
	canRemote   = 1 << 30
)

// canReceiver is what the chips' controllers have in common: the frames that the interrupt has
// received.
type canReceiver struct {
	frames [canWaiting]canFrame
	// How many were put in and taken out, modulo 256.
	head, tail volatile.Register8
	lost       volatile.Register8
	filters    []CANFilter
	callback   func(*CAN)
	reasons    uint32
}

// put adds a frame, unless the filters do not want it: what the chip lets through may be more.
func (r *canReceiver) put(id, length, low, high uint32) {
	if !r.wants(id) {
		return
	}
	head := r.head.Get()
	if head-r.tail.Get() == canWaiting {
		r.lost.Set(1)
		return
	}
	f := &r.frames[head%canWaiting]
	f[0].Set(id)
	f[1].Set(length)
	f[2].Set(low)
	f[3].Set(high)
	r.head.Set(head + 1)
}

func (r *canReceiver) wants(id uint32) bool {
	for _, f := range r.filters {
		if f.XTD == (id&canExtended != 0) && (id^f.ID)&f.Mask&0x1fffffff == 0 {
			return true
		}
	}
	return len(r.filters) == 0
}

// tell calls the program's function.
func (can *CAN) tell(reason uint32) {
	if can.receiver.callback != nil && can.receiver.reasons&reason != 0 {
		can.receiver.callback(can)
	}
}

// SetFilters has the controller receive only frames that one of the filters lets through; without
// filters, all.
func (can *CAN) SetFilters(filters ...CANFilter) error {
	if len(filters) > canFilters {
		return errCANFilters
	}
	for _, f := range filters {
		if f.ID > 0x1fffffff || !f.XTD && f.ID > 0x7ff {
			return errCANFilter
		}
	}
	filters = append([]CANFilter(nil), filters...)
	state := interrupt.Disable()
	can.receiver.filters = filters
	can.filter()
	interrupt.Restore(state)
	return nil
}

// SetInterrupt has callback called, in the interrupt, for the given reasons; nil ends that.
func (can *CAN) SetInterrupt(reasons uint32, callback func(*CAN)) error {
	state := interrupt.Disable()
	can.receiver.reasons, can.receiver.callback = reasons, callback
	interrupt.Restore(state)
	return nil
}

// RxFifoSize is the number of frames that were received and not read.
func (can *CAN) RxFifoSize() int {
	return int(can.receiver.head.Get() - can.receiver.tail.Get())
}

// RxFifoIsFull tells whether frames were lost, since it was asked last.
func (can *CAN) RxFifoIsFull() bool {
	lost := can.receiver.lost.Get() != 0
	can.receiver.lost.Set(0)
	return lost
}

// RxFifoIsEmpty tells whether there is no frame to read.
func (can *CAN) RxFifoIsEmpty() bool {
	return can.RxFifoSize() == 0
}

// RxRaw reads a frame; there must be one.
func (can *CAN) RxRaw(e *CANRxBufferElement) {
	r := &can.receiver
	tail := r.tail.Get()
	f := &r.frames[tail%canWaiting]
	id := f[0].Get()
	*e = CANRxBufferElement{ID: id & 0x1fffffff, DLC: byte(f[1].Get())}
	e.XTD, e.RTR = id&canExtended != 0, id&canRemote != 0
	if !e.RTR {
		for i := 0; i < int(e.Length()); i++ {
			e.DB[i] = byte(f[2+i/4].Get() >> (i % 4 * 8))
		}
	}
	r.tail.Set(tail + 1)
}

// words is the frame's data, as a controller of 32 bits wants it.
func (e *CANTxBufferElement) words() (low, high uint32) {
	for i := 3; i >= 0; i-- {
		low, high = low<<8|uint32(e.DB[i]), high<<8|uint32(e.DB[4+i])
	}
	return low, high
}

// Tx sends a frame as soon as there is room for it.
func (can *CAN) Tx(id uint32, data []byte, isFD, isExtendedID bool) {
	e := CANTxBufferElement{XTD: isExtendedID, ID: id, FDF: isFD}
	e.DLC = byte(copy(e.DB[:8], data))
	for can.TxFifoIsFull() {
	}
	can.TxRaw(&e)
}

// Rx waits for a frame.
func (can *CAN) Rx() (id uint32, dlc byte, data []byte, isFd, isExtendedID bool) {
	for can.RxFifoIsEmpty() {
		gosched()
	}
	var e CANRxBufferElement
	can.RxRaw(&e)
	return e.ID, e.Length(), e.Data(), e.FDF, e.XTD
}
