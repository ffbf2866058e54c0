//go:build rp2040

package machine

import "device/rp"

// WatchdogMaxTimeout is the longest time between two updates, in milliseconds: 24 bits of half
// microseconds (RP2040 Datasheet, section 4.7 and erratum RP2040-E1).
const WatchdogMaxTimeout = 1<<24/2000 - 1

// Configure sets the time.
func (wd *watchdog) Configure(config WatchdogConfig) error {
	if config.TimeoutMillis == 0 || config.TimeoutMillis > WatchdogMaxTimeout {
		return errWatchdogTimeout
	}
	// The counter goes down twice a microsecond.
	wd.load = config.TimeoutMillis * 2000
	const enable, pauses = 1 << 30, 7 << 24
	rp.WATCHDOG.CTRL.ClearBits(enable)
	// Everything but the oscillators starts again; nothing is counted while a debugger holds a core.
	const all, oscillators = 1<<17 - 1, 3
	rp.PSM.WDSEL.Set(all &^ oscillators)
	rp.WATCHDOG.CTRL.SetBits(pauses)
	rp.WATCHDOG.LOAD.Set(wd.load)
	return nil
}

// Start starts the watchdog.
func (wd *watchdog) Start() error {
	rp.WATCHDOG.CTRL.SetBits(1 << 30)
	return nil
}

// Update tells the watchdog that all is well.
func (wd *watchdog) Update() {
	rp.WATCHDOG.LOAD.Set(wd.load)
}
