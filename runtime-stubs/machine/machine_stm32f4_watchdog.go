//go:build stm32f4

package machine

import "device/stm32"

// WatchdogMaxTimeout is the longest time between two updates, in milliseconds: 4096 turns of 32 kHz
// / 256 (RM0090, chapter 21). The oscillator is exact to a third only.
const WatchdogMaxTimeout = 4096 * 256 / 32

const (
	watchdogUnlock = 0x5555
	watchdogStart  = 0xcccc
	watchdogUpdate = 0xaaaa
)

// Configure sets the time. The registers take it over when the watchdog runs.
func (wd *watchdog) Configure(config WatchdogConfig) error {
	ms := config.TimeoutMillis
	if ms == 0 || ms > WatchdogMaxTimeout {
		return errWatchdogTimeout
	}
	// 32 kHz / 4 is 8 turns a millisecond.
	prescale, turns := uint32(0), ms*8
	for turns > 4096 {
		prescale++
		turns = (turns + 1) / 2
	}
	wd.load = turns - 1
	wd.set(prescale)
	return nil
}

func (wd *watchdog) set(prescale uint32) {
	stm32.IWDG.KR.Set(watchdogUnlock)
	stm32.IWDG.PR.Set(prescale)
	stm32.IWDG.RLR.Set(wd.load)
}

// Start starts the watchdog; nothing but a reset stops it.
func (wd *watchdog) Start() error {
	stm32.IWDG.KR.Set(watchdogStart)
	wd.Update()
	return nil
}

// Update tells the watchdog that all is well.
func (wd *watchdog) Update() {
	stm32.IWDG.KR.Set(watchdogUpdate)
}
