//go:build !embgo.panicreset

package runtime

const resets = false
