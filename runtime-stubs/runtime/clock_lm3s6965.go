//go:build lm3s6965 && qemu

package runtime

// nanosecondsPerCycle of the processor: 12.5 MHz, what QEMU makes of the reset value of RCC.
const nanosecondsPerCycle = 80
