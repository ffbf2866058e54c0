//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// EnterBootloader restarts the chip into the boot loader in its ROM, which takes firmware over the
// serial port and USB. A bit that keeps its value over a reset by software stands in for the button
// (RTC_CNTL_OPTION1_REG); tools that write firmware clear it, or cutting the supply.
func EnterBootloader() {
	usbGiveBack()
	esp.RTC_CNTL.OPTION1.SetBits(esp.RTC_CNTL_FORCE_DOWNLOAD_BOOT)
	CPUReset()
}
