//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// WatchdogMaxTimeout is the longest time between two updates, in milliseconds.
const WatchdogMaxTimeout = 1<<31 - 1

// The watchdog is that of timer group 1 (chapters 12 and 13). Its registers are open for writing
// while WDTWPROTECT holds the key.
const watchdogEnable = 1 << 31

// Configure sets the time, in half milliseconds. What it does at the end is a reset of the chip
// without its low-power part.
func (wd *watchdog) Configure(config WatchdogConfig) error {
	if config.TimeoutMillis == 0 || config.TimeoutMillis > WatchdogMaxTimeout {
		return errWatchdogTimeout
	}
	esp.SYSTEM.PERIP_CLK_EN0.SetBits(esp.SYSTEM_PERIP_TIMERGROUP1)
	esp.TIMG1.WDTWPROTECT.Set(esp.WDT_UNLOCK)
	const resetSystem, resetLength = 3 << 29, 7<<15 | 7<<18
	esp.TIMG1.WDTCONFIG0.Set(resetSystem | resetLength)
	// 80 MHz / 40000
	esp.TIMG1.WDTCONFIG1.Set(40000 << 16)
	esp.TIMG1.WDTCONFIG2.Set(config.TimeoutMillis * 2)
	esp.TIMG1.WDTCONFIG0.SetBits(watchdogApply)
	esp.TIMG1.WDTWPROTECT.Set(0)
	return nil
}

// Start starts the watchdog.
func (wd *watchdog) Start() error {
	esp.TIMG1.WDTWPROTECT.Set(esp.WDT_UNLOCK)
	esp.TIMG1.WDTFEED.Set(1)
	esp.TIMG1.WDTCONFIG0.SetBits(watchdogEnable | watchdogApply)
	esp.TIMG1.WDTWPROTECT.Set(0)
	return nil
}

// Update tells the watchdog that all is well.
func (wd *watchdog) Update() {
	esp.TIMG1.WDTWPROTECT.Set(esp.WDT_UNLOCK)
	esp.TIMG1.WDTFEED.Set(1)
	esp.TIMG1.WDTWPROTECT.Set(0)
}
