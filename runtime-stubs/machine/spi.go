//go:build rp2040 || stm32f4 || nrf || fe310 || esp32c3 || esp32s3 || imxrt106x

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

// withDefaults fills in what was left out; the pins are those of the board.
func (config SPIConfig) withDefaults(sck, sdo, sdi Pin) SPIConfig {
	if config.SCK == 0 && config.SDO == 0 && config.SDI == 0 {
		config.SCK, config.SDO, config.SDI = sck, sdo, sdi
	}
	if config.Frequency == 0 {
		config.Frequency = 4 * MHz
	}
	return config
}

// spiLength is the number of bytes that a transfer is of.
func spiLength(w, r []byte) (int, error) {
	if w == nil {
		return len(r), nil
	}
	if r != nil && len(r) != len(w) {
		return 0, ErrTxInvalidSliceSize
	}
	return len(w), nil
}
