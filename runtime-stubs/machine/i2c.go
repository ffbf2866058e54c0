//go:build rp2040 || stm32f4 || nrf || fe310 || esp32c3 || esp32s3 || imxrt106x

package machine

// TWI_FREQ_ are speeds of the bus, in bits a second.
const (
	TWI_FREQ_100KHZ = 100000
	TWI_FREQ_400KHZ = 400000

	KHz = 1000
	MHz = 1000000
	GHz = 1000000000
)

// I2CConfig says how a two-wire bus is used. A zero field means the default: 100 kHz, the board's
// pins.
type I2CConfig struct {
	Frequency uint32
	SCL       Pin
	SDA       Pin
	Mode      I2CMode
}

// I2CMode is the chip's part in the bus.
type I2CMode int

// I2CModeController is the part of the one who asks.
const I2CModeController I2CMode = 0

// withDefaults fills in what was left out; the pins are those of the board.
func (config I2CConfig) withDefaults(sda, scl Pin) I2CConfig {
	if config.SDA == 0 && config.SCL == 0 {
		config.SDA, config.SCL = sda, scl
	}
	if config.Frequency == 0 {
		config.Frequency = TWI_FREQ_100KHZ
	}
	return config
}

// What a transfer can fail with.
var (
	ErrI2CNack    error = machineError("I2C error: expected ACK not NACK")
	ErrI2CTimeout error = machineError("I2C error: the bus is held or a device does not answer in time")
	ErrI2CBus     error = machineError("I2C error: bus error or arbitration lost")

	errI2CAddress error = machineError("machine: an I2C address has 7 bits")
	errI2CSpeed   error = machineError("machine: the I2C controller has no such speed")
)

// i2cPatience is how often a transfer looks for what it waits for: at least a quarter of a second,
// more than any device may hold the clock.
func i2cPatience() uint32 {
	return CPUFrequency() / 32
}

// WriteRegister writes to a register of the device: its number, then the data.
func (i2c *I2C) WriteRegister(address uint8, register uint8, data []byte) error {
	buf := make([]byte, len(data)+1)
	buf[0] = register
	copy(buf[1:], data)
	return i2c.Tx(uint16(address), buf, nil)
}

// ReadRegister reads a register of the device: it writes the number and reads the data.
func (i2c *I2C) ReadRegister(address uint8, register uint8, data []byte) error {
	return i2c.Tx(uint16(address), []byte{register}, data)
}
