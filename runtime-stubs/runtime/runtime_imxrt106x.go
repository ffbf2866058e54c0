//go:build imxrt106x

package runtime

import (
	"device/nxp"
	"machine"
)

// initChip runs the processor and its bus at 600 MHz and the peripherals' bus at 150 MHz
// (IMXRT1060RM, "Clock Controller Module"; data sheet IMXRT1064CEC, "Operating ranges": 1.25 V for
// more than 528 MHz). Timers and serial ports take the crystal's 24 MHz, which nothing changes.
func initChip() {
	ccm := nxp.CCM
	const volts = 18 // 0.8 V + 18 * 25 mV
	nxp.DCDC.REG3.ReplaceBits(volts, nxp.DCDC_REG3_TRG_Msk, 0)
	for !nxp.DCDC.REG0.HasBits(nxp.DCDC_REG0_STS_DC_OK) {
	}
	// The crystal drives the bus while the PLL changes.
	ccm.CBCDR.ClearBits(nxp.CCM_CBCDR_PERIPH_CLK2_PODF_Msk)
	const crystal = 1
	ccm.CBCMR.ReplaceBits(crystal, 3, nxp.CCM_CBCMR_PERIPH_CLK2_SEL_Pos)
	ccm.CBCDR.SetBits(nxp.CCM_CBCDR_PERIPH_CLK_SEL)
	handshake()
	// 24 MHz * 100 / 2.
	pll := &nxp.CCM_ANALOG.PLL_ARM
	pll.Set(nxp.CCM_ANALOG_PLL_ARM_BYPASS | nxp.CCM_ANALOG_PLL_ARM_ENABLE | 100)
	for !pll.HasBits(nxp.CCM_ANALOG_PLL_ARM_LOCK) {
	}
	pll.ClearBits(nxp.CCM_ANALOG_PLL_ARM_BYPASS)
	const half, quarter = 1, 3
	ccm.CACRR.Set(half)
	handshake()
	ccm.CBCDR.Set(ccm.CBCDR.Get()&^(nxp.CCM_CBCDR_AHB_PODF_Msk|nxp.CCM_CBCDR_IPG_PODF_Msk) |
		quarter<<nxp.CCM_CBCDR_IPG_PODF_Pos)
	handshake()
	const pllARM = 3
	ccm.CBCMR.ReplaceBits(pllARM, 3, nxp.CCM_CBCMR_PRE_PERIPH_CLK_Pos)
	ccm.CBCDR.ClearBits(nxp.CCM_CBCDR_PERIPH_CLK_SEL)
	handshake()
	ccm.CSCMR1.Set(ccm.CSCMR1.Get()&^nxp.CCM_CSCMR1_PERCLK_PODF_Msk | nxp.CCM_CSCMR1_PERCLK_CLK_SEL)
	ccm.CSCDR1.Set(ccm.CSCDR1.Get()&^nxp.CCM_CSCDR1_UART_CLK_PODF_Msk | nxp.CCM_CSCDR1_UART_CLK_SEL)
	// A waiting processor stops, and nothing else.
	ccm.CLPCR.ClearBits(nxp.CCM_CLPCR_LPM_Msk)
	initClock()
	if chipConsole {
		machine.InitSerial()
	}
}

// handshake waits until the clocks have taken over what was written.
func handshake() {
	for nxp.CCM.CDHIPR.Get() != 0 {
	}
}

func chipPutchar(c byte) {
	machine.Serial.WriteByte(c)
}
