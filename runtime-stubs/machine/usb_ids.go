//go:build (rp2040 && !pico && !pico_w) || (nrf52840 && !nrf52840_dk && !pca10056 && !xiao_ble) || (esp32s3 && !esp32s3_devkitc && !xiao_esp32s3) || (imxrt106x && !mimxrt1064_evk && !teensy41)

package machine

// What a board that embgo does not know says on USB: the numbers that pid.codes has for tests.
const (
	usbVendorID     = 0x1209
	usbProductID    = 0x0001
	usbManufacturer = "embgo"
	usbProduct      = deviceName
)
