//go:build nrf

package machine

import (
	"device/nrf"
	"runtime/volatile"
	"unsafe"
)

// The flash memory is written in words and erased in pages (nRF52840 Product Specification and nRF51
// Reference Manual, chapter NVMC). The processor stands still meanwhile, on the nRF52840 for 41 us a
// word and 85 ms a page. A word can be written twice before it has to be erased.
const flashWriteBlock = 4

func flashMode(mode uint32) {
	nrf.NVMC.CONFIG.Set(mode)
	flashReady()
}

func flashReady() {
	for nrf.NVMC.READY.Get()&1 == 0 {
	}
}

func flashWriteAt(at uintptr) {
	flashMode(nrf.NVMC_CONFIG_WEN_Wen)
	word := *(*uint32)(unsafe.Pointer(&flashBlock))
	volatile.StoreUint32((*uint32)(unsafe.Pointer(at)), word)
	flashReady()
	flashMode(nrf.NVMC_CONFIG_WEN_Ren)
}

func flashEraseAt(at uintptr) {
	flashMode(nrf.NVMC_CONFIG_WEN_Een)
	nrf.NVMC.ERASEPAGE.Set(uint32(at))
	flashReady()
	flashMode(nrf.NVMC_CONFIG_WEN_Ren)
}
