//go:build esp32c3 || esp32s3

package machine

import (
	"device/esp"
	"unsafe"
)

// CPUReset restarts the chip (chapter 9, RTC_CNTL_OPTIONS0_REG).
func CPUReset() {
	for {
		esp.RTC_CNTL.OPTIONS0.SetBits(esp.RTC_CNTL_OPTIONS0_SW_SYS_RST)
	}
}

// DeviceID is the address of the chip's network interface, 48 bits that only it has (chapters 4 and
// 5, EFUSE_RD_MAC_SPI_SYS_0_REG).
func DeviceID() []byte {
	id := make([]byte, deviceIDLength)
	readDeviceID(id)
	return id
}

const deviceIDLength = 6

func readDeviceID(to []byte) {
	for i := range to[:deviceIDLength] {
		at := deviceIDLength - 1 - i
		to[i] = byte(esp.EFUSE_MAC[at>>2].Get() >> (at & 3 * 8))
	}
}

//go:extern _stext
var textStart [0]byte

// flashMapped tells whether the program runs from the flash, through the cache: then it lies in a window
// on it.
func flashMapped() bool {
	const window = 0x42000000
	return uintptr(unsafe.Pointer(&textStart)) >= window
}
