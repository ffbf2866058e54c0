//go:build nrf52

package machine

import (
	"device/nrf"
	"runtime/volatile"
	"unsafe"
)

const gpioteChannels = 8

// The size of a page of the flash memory.
const flashEraseBlock = 4096

// The pins by the chip's names; those of the second port have numbers from 32 on.
const (
	P0_00 Pin = iota
	P0_01
	P0_02
	P0_03
	P0_04
	P0_05
	P0_06
	P0_07
	P0_08
	P0_09
	P0_10
	P0_11
	P0_12
	P0_13
	P0_14
	P0_15
	P0_16
	P0_17
	P0_18
	P0_19
	P0_20
	P0_21
	P0_22
	P0_23
	P0_24
	P0_25
	P0_26
	P0_27
	P0_28
	P0_29
	P0_30
	P0_31
	P1_00
	P1_01
	P1_02
	P1_03
	P1_04
	P1_05
	P1_06
	P1_07
	P1_08
	P1_09
)

func (p Pin) port() (*nrf.GPIO_Type, uint32) {
	if p >= 32 {
		return nrf.P1, uint32(p & 31)
	}
	return nrf.P0, uint32(p)
}

// CPUFrequency is the processor's clock in Hz: it has no other.
func CPUFrequency() uint32 {
	return 64000000
}

const uartStopBits = 2

// inRAM tells whether a controller can read the bytes itself: it does not see the flash.
func inRAM(b []byte) bool {
	return uintptr(unsafe.Pointer(&b[0]))>>29 == 1
}

func address(b []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(&b[0])))
}

// SPI is a serial bus, of which the chip is the controller (chapter SPIM).
type SPI struct {
	Bus *nrf.SPIM_Type
	// What the controller reads and writes when a transfer is of one byte.
	out, in [4]byte
}

// The buses are the chip's SPIM2 and SPIM3; the first two share their place with the I2C buses.
var (
	SPI0  = &_SPI0
	_SPI0 = SPI{Bus: nrf.SPIM2}
	SPI1  = &_SPI1
	_SPI1 = SPI{Bus: nrf.SPIM3}
)

// Configure starts the bus; its pins are the board's unless others are given.
func (spi *SPI) Configure(config SPIConfig) error {
	config = config.withDefaults(SPI0_SCK_PIN, SPI0_SDO_PIN, SPI0_SDI_PIN)
	// The clock's pin must be an input, too (chapter SPIM, pin configuration).
	port, n := config.SCK.port()
	config.SCK.Set(config.Mode&2 != 0)
	if config.SCK != NoPin {
		port.PIN_CNF[n].Set(nrf.GPIO_PIN_CNF_DIR_Output)
	}
	config.SDO.Low()
	config.SDO.Configure(PinConfig{Mode: PinOutput})
	config.SDI.Configure(PinConfig{Mode: PinInput})
	bus := spi.Bus
	bus.ENABLE.Set(0)
	bus.PSEL_SCK.Set(config.SCK.selection())
	bus.PSEL_MOSI.Set(config.SDO.selection())
	bus.PSEL_MISO.Set(config.SDI.selection())
	bus.CONFIG.Set(spiMode(config))
	bus.ORC.Set(0)
	spi.SetBaudRate(config.Frequency)
	bus.ENABLE.Set(nrf.SPIM_ENABLE_Enabled)
	return nil
}

// Transfer sends a byte and receives one.
func (spi *SPI) Transfer(w byte) (byte, error) {
	spi.out[0] = w
	bus := spi.Bus
	bus.TXD_PTR.Set(address(spi.out[:]))
	bus.TXD_MAXCNT.Set(1)
	bus.RXD_PTR.Set(address(spi.in[:]))
	bus.RXD_MAXCNT.Set(1)
	bus.EVENTS_END.Set(0)
	bus.TASKS_START.Set(1)
	for bus.EVENTS_END.Get() == 0 {
	}
	return *(*byte)(unsafe.Pointer(uintptr(address(spi.in[:])))), nil
}

// I2C is a two-wire bus, of which the chip is the controller (chapter TWIM).
type I2C struct {
	Bus *nrf.TWIM_Type
	// target is the same place as a target (chapter TWIS), and what it answers is in RAM.
	target *nrf.TWIS_Type
	answer []byte
	// ended says that the bus was let go after the last message.
	ended bool
}

var (
	I2C0  = &_I2C0
	_I2C0 = I2C{Bus: nrf.TWIM0, target: nrf.TWIS0}
	I2C1  = &_I2C1
	_I2C1 = I2C{Bus: nrf.TWIM1, target: nrf.TWIS1}
)

// Configure starts the bus; its pins are the board's unless others are given.
func (i2c *I2C) Configure(config I2CConfig) error {
	config = config.prepare()
	bus := i2c.Bus
	bus.ENABLE.Set(0)
	bus.PSEL_SCL.Set(config.SCL.selection())
	bus.PSEL_SDA.Set(config.SDA.selection())
	if config.Mode == I2CModeTarget {
		i2c.startTarget()
		return nil
	}
	bus.ENABLE.Set(nrf.TWIM_ENABLE_Enabled)
	return i2c.SetBaudRate(config.Frequency)
}

// Tx writes w to the device and then, without letting go of the bus, reads r from it, each of at
// most 255 bytes. Either may be empty.
func (i2c *I2C) Tx(addr uint16, w, r []byte) error {
	if addr > 0x7f {
		return errI2CAddress
	}
	if len(w) > dmaLimit || len(r) > dmaLimit {
		return errI2CLength
	}
	if i2c.Bus.ENABLE.Get() == nrf.TWIS_ENABLE_Enabled {
		return ErrI2CWrongMode
	}
	if len(w)+len(r) == 0 {
		return nil
	}
	bus := i2c.Bus
	if len(w) != 0 {
		if !inRAM(w) {
			w = append([]byte(nil), w...)
		}
		bus.TXD_PTR.Set(address(w))
	}
	bus.TXD_MAXCNT.Set(uint32(len(w)))
	if len(r) != 0 {
		bus.RXD_PTR.Set(address(r))
	}
	bus.RXD_MAXCNT.Set(uint32(len(r)))
	bus.ADDRESS.Set(uint32(addr))
	bus.EVENTS_ERROR.Set(0)
	bus.EVENTS_STOPPED.Set(0)
	switch {
	case len(r) == 0:
		bus.SHORTS.Set(nrf.TWIM_SHORTS_LASTTX_STOP)
	case len(w) == 0:
		bus.SHORTS.Set(nrf.TWIM_SHORTS_LASTRX_STOP)
	default:
		bus.SHORTS.Set(nrf.TWIM_SHORTS_LASTTX_STARTRX | nrf.TWIM_SHORTS_LASTRX_STOP)
	}
	if len(w) != 0 {
		bus.TASKS_STARTTX.Set(1)
	} else {
		bus.TASKS_STARTRX.Set(1)
	}
	err := i2c.finish()
	keepAlive(w, r)
	return err
}

// finish waits for the end of a transfer. An error does not stop it by itself.
func (i2c *I2C) finish() error {
	bus := i2c.Bus
	for n := i2cPatience(); bus.EVENTS_STOPPED.Get() == 0; n-- {
		if n == 0 {
			bus.ENABLE.Set(0)
			bus.ENABLE.Set(nrf.TWIM_ENABLE_Enabled)
			return ErrI2CTimeout
		}
		if bus.EVENTS_ERROR.Get() != 0 {
			bus.EVENTS_ERROR.Set(0)
			bus.SHORTS.Set(0)
			bus.TASKS_STOP.Set(1)
		}
	}
	source := bus.ERRORSRC.Get()
	bus.ERRORSRC.Set(source)
	switch {
	case source&nrf.TWIM_ERRORSRC_NACK != 0:
		return ErrI2CNack
	case source != 0:
		return ErrI2CBus
	}
	return nil
}

// keepAlive is a use of the memory that the controller works on, which the compiler cannot see.
//
//go:noinline
func keepAlive(w, r []byte) {}

var errI2CLength error = machineError("machine: an I2C transfer has at most 255 bytes")

// adcResult is where the converter puts its result.
var adcResult [2]int16

// InitADC starts the converter, with 12 bits.
func InitADC() {
	const twelveBits = 2
	nrf.SAADC.RESOLUTION.Set(twelveBits)
	nrf.SAADC.ENABLE.Set(1)
}

// channel is the number of the pin's input, from 1 on, 0 for none (chapter Pin assignments).
func (a ADC) channel() uint32 {
	switch p := a.Pin; {
	case p >= P0_02 && p <= P0_05:
		return uint32(p-P0_02) + 1
	case p >= P0_28 && p <= P0_31:
		return uint32(p-P0_28) + 5
	}
	return 0
}

// Get measures: 0 is ground, 0xfff0 the supply, in steps of the chip's 12 bits (chapter SAADC).
func (a ADC) Get() uint16 {
	const quarterOfInput, quarterOfSupply, tenMicroseconds = 2 << 8, 1 << 12, 2 << 16
	adc := nrf.SAADC
	adc.CH0_CONFIG.Set(quarterOfInput | quarterOfSupply | tenMicroseconds)
	adc.CH0_PSELP.Set(a.channel())
	adc.RESULT_PTR.Set(uint32(uintptr(unsafe.Pointer(&adcResult))))
	adc.RESULT_MAXCNT.Set(1)
	adc.EVENTS_STARTED.Set(0)
	adc.TASKS_START.Set(1)
	for adc.EVENTS_STARTED.Get() == 0 {
	}
	adc.EVENTS_END.Set(0)
	adc.TASKS_SAMPLE.Set(1)
	for adc.EVENTS_END.Get() == 0 {
	}
	adc.EVENTS_STOPPED.Set(0)
	adc.TASKS_STOP.Set(1)
	for adc.EVENTS_STOPPED.Get() == 0 {
	}
	// A little below ground is ground.
	value := int16(volatile.LoadUint16((*uint16)(unsafe.Pointer(&adcResult))))
	if value < 0 {
		value = 0
	}
	return uint16(value) << 4
}

// PWM is a group of four outputs with a common counter of 15 bits (chapter PWM).
type PWM struct {
	Device *nrf.PWM_Type
	pins   [4]Pin
	// values is what the group reads itself: high while the count is below it, for bit 15 is set.
	values [4]volatile.Register16
}

var (
	PWM0 = &PWM{Device: nrf.PWM0, pins: noPins}
	PWM1 = &PWM{Device: nrf.PWM1, pins: noPins}
	PWM2 = &PWM{Device: nrf.PWM2, pins: noPins}
	PWM3 = &PWM{Device: nrf.PWM3, pins: noPins}
)

var noPins = [4]Pin{NoPin, NoPin, NoPin, NoPin}

const pwmPolarity = 0x8000

// Configure starts the group.
func (pwm *PWM) Configure(config PWMConfig) error {
	for i := range pwm.values {
		pwm.values[i].Set(pwmPolarity)
	}
	device := pwm.Device
	const up, individual = 0, 2
	device.MODE.Set(up)
	device.DECODER.Set(individual)
	device.LOOP.Set(0)
	device.SEQ0_PTR.Set(uint32(uintptr(unsafe.Pointer(&pwm.values))))
	device.SEQ0_CNT.Set(uint32(len(pwm.values)))
	device.SEQ0_REFRESH.Set(0)
	device.SEQ0_ENDDELAY.Set(0)
	device.ENABLE.Set(1)
	return pwm.SetPeriod(config.Period)
}

// SetPeriod sets the period in nanoseconds, as near as the counter comes to it: 16 MHz through a
// prescaler of up to 128.
func (pwm *PWM) SetPeriod(period uint64) error {
	if period == 0 {
		period = defaultPeriod
	}
	counts, prescaler := period*16/1000, uint32(0)
	for counts > 0x7fff {
		counts >>= 1
		prescaler++
	}
	if prescaler > 7 {
		return ErrPWMPeriodTooLong
	}
	if counts < 3 {
		counts = 3
	}
	pwm.Device.PRESCALER.Set(prescaler)
	pwm.Device.COUNTERTOP.Set(uint32(counts))
	pwm.update()
	return nil
}

// Top is the count of a period; that or more makes the output always high.
func (pwm *PWM) Top() uint32 {
	return pwm.Device.COUNTERTOP.Get()
}

// Channel connects the pin to a free output and gives its number for Set.
func (pwm *PWM) Channel(pin Pin) (channel uint8, err error) {
	for i, p := range pwm.pins {
		if p == pin || p == NoPin {
			pwm.pins[i] = pin
			pin.Low()
			pin.Configure(PinConfig{Mode: PinOutput})
			// The output's pin may be changed while the group is off only.
			pwm.Device.ENABLE.Set(0)
			pwm.Device.PSEL_OUT[i].Set(uint32(pin))
			pwm.Device.ENABLE.Set(1)
			pwm.update()
			return uint8(i), nil
		}
	}
	return 0, ErrInvalidPWMPin
}

// Set makes the output high for value counts of the period.
func (pwm *PWM) Set(channel uint8, value uint32) {
	if value > 0x7fff {
		value = 0x7fff
	}
	is := &pwm.values[channel&3]
	is.Set(is.Get()&pwmPolarity | uint16(value))
	pwm.update()
}

// SetInverting turns the output over, or not.
func (pwm *PWM) SetInverting(channel uint8, inverting bool) {
	is := &pwm.values[channel&3]
	if inverting {
		is.ClearBits(pwmPolarity)
	} else {
		is.SetBits(pwmPolarity)
	}
	pwm.update()
}

// update has the group read its values.
func (pwm *PWM) update() {
	pwm.Device.TASKS_SEQSTART[0].Set(1)
}
