//go:build nrf && !nrf52840_dk && !pca10056 && !xiao_ble && !microbit_v2 && !microbit

package machine

// A board of one's own with an nRF chip, where any pin can be that of a bus: a program names them. The
// console's are those of Nordic's development kits.
const (
	SDA_PIN      = NoPin
	SCL_PIN      = NoPin
	SPI0_SCK_PIN = NoPin
	SPI0_SDO_PIN = NoPin
	SPI0_SDI_PIN = NoPin

	UART_TX_PIN = Pin(6)
	UART_RX_PIN = Pin(8)
)
