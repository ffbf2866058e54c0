//go:build esp32c3 || esp32s3

package machine

import _ "unsafe" // for go:linkname

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
}

var (
	errCANRate error = machineError("machine: the CAN controller has no such speed")
	errCANFD   error = machineError("machine: this chip has no CAN FD")
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

//go:linkname gosched runtime.Gosched
func gosched()

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
