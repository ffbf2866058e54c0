//go:build feather_stm32f405

package runtime

// crystalMHz is the frequency of the board's crystal.
const crystalMHz = 12
