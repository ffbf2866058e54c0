//go:build nrf

package machine

import (
	"device/nrf"
	"runtime/interrupt"
)

const (
	PinOutput PinMode = iota
	PinInput
	PinInputPullup
	PinInputPulldown
)

// Configure makes the pin an input or output (register PIN_CNF).
func (p Pin) Configure(config PinConfig) {
	if p == NoPin {
		return
	}
	var cnf uint32
	switch config.Mode {
	case PinOutput:
		cnf = nrf.GPIO_PIN_CNF_DIR_Output | nrf.GPIO_PIN_CNF_INPUT_Disconnect
	case PinInputPullup:
		cnf = nrf.GPIO_PIN_CNF_PULL_Pullup
	case PinInputPulldown:
		cnf = nrf.GPIO_PIN_CNF_PULL_Pulldown
	}
	port, n := p.port()
	port.PIN_CNF[n].Set(cnf)
}

// Set makes the output high or low.
func (p Pin) Set(high bool) {
	port, n := p.port()
	if high {
		port.OUTSET.Set(1 << n)
	} else {
		port.OUTCLR.Set(1 << n)
	}
}

// Get is the level at an input pin; for an output, what was set.
func (p Pin) Get() bool {
	port, n := p.port()
	if port.DIR.HasBits(1 << n) {
		return port.OUT.HasBits(1 << n)
	}
	return port.IN.HasBits(1 << n)
}

// PortMaskSet is the register and the value to write to it that make the pin high.
func (p Pin) PortMaskSet() (*uint32, uint32) {
	port, n := p.port()
	return &port.OUTSET.Reg, 1 << n
}

// PortMaskClear is the register and the value to write to it that make the pin low.
func (p Pin) PortMaskClear() (*uint32, uint32) {
	port, n := p.port()
	return &port.OUTCLR.Reg, 1 << n
}

// UART is a serial port.
type UART struct {
	Bus       *nrf.UART_Type
	buffer    RingBuffer
	listening bool
}

var (
	UART0  = &_UART0
	_UART0 = UART{Bus: nrf.UART0}
)

const uartFlowControl = true

// selection is the pin's number in a register that connects a peripheral to it.
func (p Pin) selection() uint32 {
	if p == NoPin {
		return nrf.PSEL_Disconnected
	}
	return uint32(p)
}

// idle makes the pin a high output, as a serial line is while it rests.
func (p Pin) idle() {
	p.High()
	p.Configure(PinConfig{Mode: PinOutput})
}

// start starts the port without its interrupt.
func (uart *UART) start(config UARTConfig) error {
	if config.TX == 0 && config.RX == 0 {
		config.TX, config.RX = UART_TX_PIN, UART_RX_PIN
	}
	config.TX.idle()
	config.RX.Configure(PinConfig{Mode: PinInputPullup})
	bus := uart.Bus
	bus.PSELTXD.Set(config.TX.selection())
	bus.PSELRXD.Set(config.RX.selection())
	rts, cts, format := uint32(nrf.PSEL_Disconnected), uint32(nrf.PSEL_Disconnected), uint32(0)
	if config.RTS.connected() {
		config.RTS.idle()
		rts, format = uint32(config.RTS), nrf.UART_CONFIG_HWFC
	}
	if config.CTS.connected() {
		config.CTS.Configure(PinConfig{Mode: PinInputPullup})
		cts, format = uint32(config.CTS), nrf.UART_CONFIG_HWFC
	}
	bus.PSELRTS.Set(rts)
	bus.PSELCTS.Set(cts)
	bus.CONFIG.Set(format)
	uart.SetBaudRate(config.BaudRate)
	bus.ENABLE.Set(nrf.UART_ENABLE_Enabled)
	bus.TASKS_STARTTX.Set(1)
	bus.TASKS_STARTRX.Set(1)
	return nil
}

// SetBaudRate sets the speed in bits a second.
func (uart *UART) SetBaudRate(br uint32) {
	// The register counts in units of 16 MHz / 2^32; only bits 12 and up are used.
	const step = 1 << 32 / 16000000
	uart.Bus.BAUDRATE.Set((br*step + 0x800) &^ 0xfff)
}

// SetFormat sets the number of bits after a byte (1, on the nRF52 also 2), and the parity, none or
// even; a byte has 8 bits (chapter UART, register CONFIG).
func (uart *UART) SetFormat(dataBits, stopBits uint8, parity UARTParity) error {
	if dataBits != 8 || stopBits < 1 || stopBits > uartStopBits || parity > ParityEven {
		return errUARTFormat
	}
	format := uart.Bus.CONFIG.Get() & nrf.UART_CONFIG_HWFC
	if parity == ParityEven {
		format |= nrf.UART_CONFIG_PARITY
	}
	if stopBits == 2 {
		format |= nrf.UART_CONFIG_STOP_Two
	}
	uart.Bus.CONFIG.Set(format)
	return nil
}

// WriteByte sends a byte.
func (uart *UART) WriteByte(c byte) error {
	uart.Bus.EVENTS_TXDRDY.Set(0)
	uart.Bus.TXD.Set(uint32(c))
	for uart.Bus.EVENTS_TXDRDY.Get() == 0 {
	}
	return nil
}

// listen turns the port's interrupt on.
func (uart *UART) listen() {
	uart.Bus.INTENSET.Set(nrf.UART_INTEN_RXDRDY)
	interrupt.New(nrf.IRQ_UART0, func(interrupt.Interrupt) { _UART0.drain() }).Enable()
}

// drain takes all bytes that the port holds, up to six. The event must be cleared before a byte is
// read: the next one may cause it again at once.
func (uart *UART) drain() {
	for uart.Bus.EVENTS_RXDRDY.Get() != 0 {
		uart.Bus.EVENTS_RXDRDY.Set(0)
		uart.Receive(byte(uart.Bus.RXD.Get()))
	}
}

var (
	channelPins      [gpioteChannels]Pin
	channelCallbacks [gpioteChannels]func(Pin)
)

// SetInterrupt has callback called, in the interrupt, at each such change of the pin's level; a nil
// callback ends that. A pin takes one of the chip's channels for it (chapter GPIOTE).
func (p Pin) SetInterrupt(change PinChange, callback func(Pin)) error {
	if p >= pinCount {
		return ErrInvalidInputPin
	}
	state := interrupt.Disable()
	defer interrupt.Restore(state)
	free := -1
	for i := range channelCallbacks {
		switch {
		case channelCallbacks[i] != nil && channelPins[i] == p:
			nrf.GPIOTE.INTENCLR.Set(1 << i)
			nrf.GPIOTE.CONFIG[i].Set(0)
			channelCallbacks[i] = nil
			free = i
		case channelCallbacks[i] == nil && free < 0:
			free = i
		}
	}
	if callback == nil {
		return nil
	}
	if free < 0 {
		return ErrNoPinChangeChannel
	}
	config := nrf.GPIOTE_CONFIG_MODE_Event | uint32(p)<<nrf.GPIOTE_CONFIG_PSEL_Pos
	if change&PinRising != 0 {
		config |= nrf.GPIOTE_CONFIG_POLARITY_LoToHi
	}
	if change&PinFalling != 0 {
		config |= nrf.GPIOTE_CONFIG_POLARITY_HiToLo
	}
	channelPins[free], channelCallbacks[free] = p, callback
	nrf.GPIOTE.CONFIG[free].Set(config)
	nrf.GPIOTE.EVENTS_IN[free].Set(0)
	nrf.GPIOTE.INTENSET.Set(1 << free)
	interrupt.New(nrf.IRQ_GPIOTE, pinsChanged).Enable()
	return nil
}

func pinsChanged(interrupt.Interrupt) {
	for i := range channelCallbacks {
		if nrf.GPIOTE.EVENTS_IN[i].Get() != 0 {
			nrf.GPIOTE.EVENTS_IN[i].Set(0)
			if channelCallbacks[i] != nil {
				channelCallbacks[i](channelPins[i])
			}
		}
	}
}

// WatchdogMaxTimeout is the longest time between two updates, in milliseconds.
const WatchdogMaxTimeout = 1<<32*1000/32768 - 1

// Configure sets the time, in turns of 32,768 Hz. The watchdog rests while a debugger holds the
// processor, but not while it sleeps (chapter WDT).
func (wd *watchdog) Configure(config WatchdogConfig) error {
	if config.TimeoutMillis == 0 || config.TimeoutMillis > WatchdogMaxTimeout {
		return errWatchdogTimeout
	}
	const inSleep = 1
	nrf.WDT.CONFIG.Set(inSleep)
	nrf.WDT.CRV.Set(uint32(uint64(config.TimeoutMillis)<<15/1000) - 1)
	nrf.WDT.RREN.Set(1)
	return nil
}

// Start starts the watchdog; nothing but a reset stops it.
func (wd *watchdog) Start() error {
	nrf.WDT.TASKS_START.Set(1)
	return nil
}

// Update tells the watchdog that all is well.
func (wd *watchdog) Update() {
	nrf.WDT.RR[0].Set(nrf.WDT_RR_Reload)
}

// DeviceID is the chip's unique number of 64 bits (chapter FICR).
func DeviceID() []byte {
	id := make([]byte, deviceIDLength)
	readDeviceID(id)
	return id
}

const deviceIDLength = 8

func readDeviceID(to []byte) {
	for i := range to[:deviceIDLength] {
		to[i] = byte(nrf.DEVICEID[i>>2].Get() >> (i & 3 * 8))
	}
}

// SetBaudRate sets the clock, in Hz: the fastest that is not faster.
func (spi *SPI) SetBaudRate(br uint32) error {
	spi.Bus.FREQUENCY.Set(spiFrequency(br))
	return nil
}

// spiFrequency is the value for the fastest clock that is not faster, among those that all
// controllers have: 125 kHz to 8 MHz.
func spiFrequency(br uint32) uint32 {
	value, hz := uint32(0x02000000), uint32(250000)
	for hz <= br && value != 0x80000000 {
		value, hz = value<<1, hz<<1
	}
	return value
}

func spiMode(config SPIConfig) uint32 {
	mode := uint32(config.Mode&1)<<1 | uint32(config.Mode&2)<<1
	if config.LSBFirst {
		mode |= 1
	}
	return mode
}

// SetBaudRate sets the speed in bits a second: 100, 250 or 400 thousand.
func (i2c *I2C) SetBaudRate(br uint32) error {
	value, err := i2cFrequency(br)
	if err == nil {
		i2c.Bus.FREQUENCY.Set(value)
	}
	return err
}

// prepare fills in the defaults and makes the pins those of a two-wire bus.
func (config I2CConfig) prepare() I2CConfig {
	config = config.withDefaults(SDA_PIN, SCL_PIN)
	for _, pin := range [...]Pin{config.SDA, config.SCL} {
		// Drives low only, and is pulled up.
		const drive = 6 << 8
		port, n := pin.port()
		port.PIN_CNF[n].Set(nrf.GPIO_PIN_CNF_PULL_Pullup | drive)
	}
	return config
}

// i2cFrequency is the value for the fastest speed that is not faster.
func i2cFrequency(br uint32) (uint32, error) {
	switch {
	case br >= 400000:
		return 0x06400000, nil
	case br >= 250000:
		return 0x04000000, nil
	case br >= 100000:
		return 0x01980000, nil
	}
	return 0, errI2CSpeed
}

// Configure makes the pin an analog input.
func (a ADC) Configure(config ADCConfig) error {
	if a.channel() == 0 {
		return errNoADCPin
	}
	port, n := a.Pin.port()
	port.PIN_CNF[n].Set(nrf.GPIO_PIN_CNF_INPUT_Disconnect)
	return nil
}
