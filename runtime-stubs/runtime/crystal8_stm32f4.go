//go:build stm32f4 && !feather_stm32f405

package runtime

// crystalMHz is the frequency of the board's crystal.
const crystalMHz = 8
