//go:build rp2040 || stm32f4 || nrf52 || fe310 || esp32c3 || esp32s3 || imxrt106x

package machine

// PWMConfig says how fast a timer turns.
type PWMConfig struct {
	// Period in nanoseconds; 0 is whatever gives many steps without flicker.
	Period uint64
}

// What pulse width modulation can fail with.
var (
	ErrPWMPeriodTooLong error = machineError("pwm: period too long")
	ErrInvalidPWMPin    error = machineError("machine: the pin is no output of this timer")
)

// defaultPeriod is 1 ms.
const defaultPeriod = 1000000
