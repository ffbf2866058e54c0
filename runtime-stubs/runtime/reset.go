//go:build embgo.panicreset

package runtime

// resets tells that a program that ends in a panic starts again: -panic=reset.
const resets = true
