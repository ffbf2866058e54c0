package machine

// What package machine has elsewhere.
type UARTConfig struct{ BaudRate uint32 }

var (
	errNoByte   = machineError("no byte")
	bootloaders int
)

type machineError string

func (e machineError) Error() string { return string(e) }

const deviceIDLength = 8

func CPUFrequency() uint32   { return 1 << 20 }
func readDeviceID(to []byte) { copy(to, "\x01\x23\x45\x67\x89\xab\xcd\xef") }
func EnterBootloader()       { bootloaders++ }

const (
	usbVendorID     = 0x1234
	usbProductID    = 0x5678
	usbManufacturer = "Maker"
	usbProduct      = "A name that is longer than thirty-one characters"
)
