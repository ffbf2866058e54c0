//go:build rp2040 || stm32f4 || nrf

package machine

// Modes of a serial bus: CPOL is the upper bit, CPHA the lower.
const (
	Mode0 = 0
	Mode1 = 1
	Mode2 = 2
	Mode3 = 3
)

// ErrTxInvalidSliceSize says that a transfer's two slices differ in length.
var ErrTxInvalidSliceSize error = machineError("SPI write and read slices must be same size")

var errSPIOrder error = machineError("machine: this chip sends the highest bit first only")

// SPIConfig says how a serial bus is used. A zero field means the default: 4 MHz, the board's pins.
type SPIConfig struct {
	Frequency uint32
	SCK       Pin
	SDO       Pin
	SDI       Pin
	LSBFirst  bool
	Mode      uint8
}

const defaultSPIFrequency = 4000000

// Tx sends the bytes of w while it receives those of r. A nil r receives nothing, a nil w sends
// zeros; otherwise both must have the same length.
func (spi *SPI) Tx(w, r []byte) error {
	n := len(w)
	if w == nil {
		n = len(r)
	} else if r != nil && len(r) != n {
		return ErrTxInvalidSliceSize
	}
	for i := 0; i < n; i++ {
		out := byte(0)
		if w != nil {
			out = w[i]
		}
		in, err := spi.Transfer(out)
		if err != nil {
			return err
		}
		if r != nil {
			r[i] = in
		}
	}
	return nil
}
