//go:build rp2040 || stm32f4 || nrf52 || esp || imxrt106x

package machine

// I2CModeTarget is the part of a device on the bus that answers to an address: Listen, WaitForEvent and
// Reply.
const I2CModeTarget I2CMode = 1

// I2CTargetEvent is what the bus' controller did.
type I2CTargetEvent uint8

// I2CReceive: it sent a message. I2CRequest: it wants an answer, and holds the bus until Reply. I2CFinish:
// it let the bus go; more than one message and request can come before.
const (
	I2CReceive I2CTargetEvent = iota
	I2CRequest
	I2CFinish
)

// ErrI2CWrongMode is the error of a method that belongs to the other mode.
var ErrI2CWrongMode error = machineError("machine: I2C: the bus was configured for the other mode")
