//go:build rp2040 || stm32f4 || nrf || fe310 || esp32c3 || esp32s3 || imxrt106x

package machine

// WatchdogConfig says how long a program may leave the watchdog alone.
type WatchdogConfig struct {
	TimeoutMillis uint32
}

// Watchdog resets the chip unless the program calls Update in time.
var Watchdog = &watchdog{}

type watchdog struct {
	load uint32
}

var errWatchdogTimeout error = machineError("machine: the watchdog cannot wait that long")
