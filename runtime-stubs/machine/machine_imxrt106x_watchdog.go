//go:build imxrt106x

package machine

import "device/nxp"

// WatchdogMaxTimeout is the longest time between two updates, in milliseconds: 256 half seconds, of the
// clock of 32,768 Hz (IMXRT1060RM, "Watchdog Timer").
const WatchdogMaxTimeout = 128000

// Configure sets the time, in half seconds: the next longer one. A watchdog that runs takes it over with
// the next update.
func (wd *watchdog) Configure(config WatchdogConfig) error {
	ms := config.TimeoutMillis
	if ms == 0 || ms > WatchdogMaxTimeout {
		return errWatchdogTimeout
	}
	wd.load = (ms+499)/500 - 1
	const on = 3
	nxp.CCM.CCGR[3].SetBits(on << 16)
	if nxp.WDOG1.WCR.HasBits(nxp.WDOG_WCR_WDE) {
		nxp.WDOG1.WCR.ReplaceBits(uint16(wd.load), 0xff, nxp.WDOG_WCR_WT_Pos)
	}
	return nil
}

// Start starts the watchdog; nothing but a reset stops it, and a debugger holds it. Everything is in one
// write: after the first one what else the register has stays as it is.
func (wd *watchdog) Start() error {
	// SRS and WDA act when they are 0.
	nxp.WDOG1.WCR.Set(uint16(wd.load)<<nxp.WDOG_WCR_WT_Pos |
		nxp.WDOG_WCR_SRS | nxp.WDOG_WCR_WDA | nxp.WDOG_WCR_WDBG | nxp.WDOG_WCR_WDE)
	// Another counter, from the reset on: it would pull the pin WDOG_B low after 16 seconds.
	nxp.WDOG1.WMCR.ClearBits(nxp.WDOG_WMCR_PDE)
	wd.Update()
	return nil
}

// Update tells the watchdog that all is well: two words, one after the other.
func (wd *watchdog) Update() {
	nxp.WDOG1.WSR.Set(0x5555)
	nxp.WDOG1.WSR.Set(0xaaaa)
}
