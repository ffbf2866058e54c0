//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// SPI is a serial bus, of which the chip is the controller (chapters 27 and 30, SPI). The chips'
// first two controllers are those of the flash.
type SPI struct {
	Bus *esp.SPI_Type
}

var (
	SPI2  = &_SPI2
	_SPI2 = SPI{Bus: esp.SPI2}
	// SPI0 is another name of the first free bus.
	SPI0 = SPI2
)

const spiSource = 80000000

// Configure starts the bus; its pins are the board's unless others are given.
func (spi *SPI) Configure(config SPIConfig) error {
	config = config.withDefaults(spi.pins())
	clock, out, in := spi.start()
	bus := spi.Bus
	bus.SLAVE.Set(0)
	bus.CLK_GATE.Set(esp.SPI_CLK_GATE_CLK_EN | esp.SPI_CLK_GATE_MST_ACTIVE | esp.SPI_CLK_GATE_MST_SEL_PLL80)
	bus.DMA_CONF.Set(0)
	if config.LSBFirst {
		bus.CTRL.SetBits(spiLSBFirst)
	}
	user := uint32(esp.SPI_USER_DOUTDIN | esp.SPI_USER_USR_MOSI | esp.SPI_USER_USR_MISO)
	misc := uint32(esp.SPI_MISC_CS_DIS)
	if config.Mode&2 != 0 {
		misc |= esp.SPI_MISC_CK_IDLE_EDGE
	}
	// The edge at which data changes, counted from the idle level of mode 0.
	if config.Mode == Mode1 || config.Mode == Mode2 {
		user |= esp.SPI_USER_CK_OUT_EDGE
	}
	bus.MISC.Set(misc)
	bus.USER.Set(user)
	bus.USER1.Set(0)
	bus.USER2.Set(0)
	spi.SetBaudRate(config.Frequency)
	config.SCK.output(clock)
	config.SDO.output(out)
	config.SDI.input(in)
	return nil
}

// SetBaudRate sets the clock, in Hz: the fastest that is not faster, 80 MHz / 1 to 1024.
func (spi *SPI) SetBaudRate(br uint32) error {
	if br >= spiSource {
		spi.Bus.CLOCK.Set(esp.SPI_CLOCK_CLK_EQU_SYSCLK)
		return nil
	}
	// A prescaler of 1 to 16, and a counter of 2 to 64 that is high for the first half: of all pairs,
	// the smallest product that is large enough.
	div := uint32(16 * 64)
	if br > spiSource/div {
		div = (spiSource + br - 1) / br
	}
	pre, n := uint32(16), uint32(64)
	for p := uint32(1); p <= 16; p++ {
		if count := (div + p - 1) / p; count >= 2 && count <= 64 && p*count < pre*n {
			pre, n = p, count
		}
	}
	spi.Bus.CLOCK.Set((pre-1)<<esp.SPI_CLOCK_CLKDIV_PRE_Pos | (n-1)<<esp.SPI_CLOCK_CLKCNT_N_Pos |
		(n/2-1)<<esp.SPI_CLOCK_CLKCNT_H_Pos | (n - 1))
	return nil
}

// GetBaudRate is the clock, in Hz.
func (spi *SPI) GetBaudRate() uint32 {
	clock := spi.Bus.CLOCK.Get()
	if clock&esp.SPI_CLOCK_CLK_EQU_SYSCLK != 0 {
		return spiSource
	}
	pre := clock>>esp.SPI_CLOCK_CLKDIV_PRE_Pos&0xf + 1
	return spiSource / (pre * (clock>>esp.SPI_CLOCK_CLKCNT_N_Pos&0x3f + 1))
}

// Transfer sends a byte and receives one.
func (spi *SPI) Transfer(w byte) (byte, error) {
	spi.Bus.W[0].Set(uint32(w))
	spi.exchange(1)
	return byte(spi.Bus.W[0].Get()), nil
}

// Tx sends the bytes of w while it receives those of r. A nil r receives nothing, a nil w sends
// zeros; otherwise both must have the same length.
func (spi *SPI) Tx(w, r []byte) error {
	n, err := spiLength(w, r)
	if err != nil {
		return err
	}
	for at := 0; at < n; at += 64 {
		count := n - at
		if count > 64 {
			count = 64
		}
		for i := 0; i < count; i += 4 {
			word := uint32(0)
			for b := 0; b < 4 && i+b < count && w != nil; b++ {
				word |= uint32(w[at+i+b]) << (b * 8)
			}
			spi.Bus.W[i>>2].Set(word)
		}
		spi.exchange(count)
		for i := 0; i < count && r != nil; i++ {
			r[at+i] = byte(spi.Bus.W[i>>2].Get() >> (i & 3 * 8))
		}
	}
	return nil
}

// exchange sends count bytes of the bus' 64, and puts those that come in their place.
func (spi *SPI) exchange(count int) {
	const fifos = esp.SPI_DMA_CONF_RX_AFIFO_RST | esp.SPI_DMA_CONF_BUF_AFIFO_RST
	bus := spi.Bus
	bus.MS_DLEN.Set(uint32(count*8 - 1))
	bus.DMA_CONF.Set(fifos)
	bus.DMA_CONF.Set(0)
	// What was set takes effect in the clock of the bus.
	bus.CMD.Set(esp.SPI_CMD_UPDATE)
	for bus.CMD.HasBits(esp.SPI_CMD_UPDATE) {
	}
	bus.CMD.Set(esp.SPI_CMD_USR)
	for bus.CMD.HasBits(esp.SPI_CMD_USR) {
	}
}
