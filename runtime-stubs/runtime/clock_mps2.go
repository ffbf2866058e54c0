//go:build mps2 && qemu

package runtime

// nanosecondsPerCycle of the processor, 25 MHz.
const nanosecondsPerCycle = 40
