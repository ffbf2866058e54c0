//go:build stm32f4

package machine

import (
	"device/stm32"
	"unsafe"
)

const deviceName = "STM32F4"

const (
	PinOutput PinMode = iota
	PinInput
	PinInputFloating         = PinInput
	PinInputPulldown PinMode = iota
	PinInputPullup
	PinAnalog
)

// Pins are numbered 16 to a port.
const (
	PA0 Pin = iota
	PA1
	PA2
	PA3
	PA4
	PA5
	PA6
	PA7
	PA8
	PA9
	PA10
	PA11
	PA12
	PA13
	PA14
	PA15
	PB0
	PB1
	PB2
	PB3
	PB4
	PB5
	PB6
	PB7
	PB8
	PB9
	PB10
	PB11
	PB12
	PB13
	PB14
	PB15
	PC0
	PC1
	PC2
	PC3
	PC4
	PC5
	PC6
	PC7
	PC8
	PC9
	PC10
	PC11
	PC12
	PC13
	PC14
	PC15
	PD0
	PD1
	PD2
	PD3
	PD4
	PD5
	PD6
	PD7
	PD8
	PD9
	PD10
	PD11
	PD12
	PD13
	PD14
	PD15
	PE0
	PE1
	PE2
	PE3
	PE4
	PE5
	PE6
	PE7
	PE8
	PE9
	PE10
	PE11
	PE12
	PE13
	PE14
	PE15
)

// port is the registers of the pin's port (RM0090, section 2.3: ports are 0x400 apart). NoPin is the
// last of port H, which the chip does not have.
func (p Pin) port() *stm32.GPIO_Type {
	return (*stm32.GPIO_Type)(unsafe.Pointer(uintptr(0x40020000) + uintptr(p>>4&7)*0x400))
}

// Configure makes the pin an input or output (RM0090, section 8.3).
func (p Pin) Configure(config PinConfig) {
	var mode, pull uint32
	switch config.Mode {
	case PinOutput:
		mode = 1
	case PinInputPullup:
		pull = 1
	case PinInputPulldown:
		pull = 2
	case PinAnalog:
		mode = 3
	}
	p.configure(mode, pull, false)
}

// An alternate function of a pin connects it to a peripheral (data sheet, table "Alternate function
// mapping"). The numbers stand for groups of peripherals.
const (
	functionTIM1  = 1
	functionTIM3  = 2 // to 5
	functionTIM8  = 3
	functionI2C   = 4
	functionSPI1  = 5 // and 2
	functionSPI3  = 6
	functionUART1 = 7 // to 3
	functionUART6 = 8
	functionCAN   = 9
	functionUSB   = 10
)

// connect gives the pin to a peripheral; an open drain is pulled up.
func (p Pin) connect(function uint32, pull uint32, openDrain bool) {
	if p > PE15 {
		return
	}
	stm32.RCC.AHB1ENR.SetBits(1 << (p >> 4))
	port, n := p.port(), uint8(p&15)
	if n < 8 {
		port.AFRL.ReplaceBits(function, 0xf, n*4)
	} else {
		port.AFRH.ReplaceBits(function, 0xf, (n-8)*4)
	}
	p.configure(2, pull, openDrain)
}

func (p Pin) configure(mode, pull uint32, openDrain bool) {
	if p > PE15 {
		return
	}
	stm32.RCC.AHB1ENR.SetBits(1 << (p >> 4))
	port, n := p.port(), uint8(p&15)
	if openDrain {
		port.OTYPER.SetBits(1 << n)
	} else {
		port.OTYPER.ClearBits(1 << n)
	}
	port.OSPEEDR.ReplaceBits(2, 3, n*2)
	port.PUPDR.ReplaceBits(pull, 3, n*2)
	port.MODER.ReplaceBits(mode, 3, n*2)
}

// Set makes the output high or low.
func (p Pin) Set(high bool) {
	bit := uint32(1) << (p & 15)
	if !high {
		bit <<= 16
	}
	p.port().BSRR.Set(bit)
}

// Get is the level at the pin.
func (p Pin) Get() bool {
	return p.port().IDR.HasBits(1 << (p & 15))
}

// PortMaskSet is the register and the value to write to it that make the pin high.
func (p Pin) PortMaskSet() (*uint32, uint32) {
	return &p.port().BSRR.Reg, 1 << (p & 15)
}

// PortMaskClear is the register and the value to write to it that make the pin low.
func (p Pin) PortMaskClear() (*uint32, uint32) {
	return &p.port().BSRR.Reg, 1 << (p&15 + 16)
}

// CPUFrequency is the processor's clock in Hz.
func CPUFrequency() uint32 {
	return 168000000
}

// The clocks of the two peripheral buses (see the runtime's clock set-up); their timers have twice
// that.
func clockAPB1() uint32 { return CPUFrequency() / 4 }
func clockAPB2() uint32 { return CPUFrequency() / 2 }

// DeviceID is the chip's unique number of 96 bits (RM0090, section 39.1).
func DeviceID() []byte {
	id := make([]byte, deviceIDLength)
	readDeviceID(id)
	return id
}

const deviceIDLength = 12

func readDeviceID(to []byte) {
	copy(to, (*[deviceIDLength]byte)(unsafe.Pointer(uintptr(0x1fff7a10)))[:])
}
