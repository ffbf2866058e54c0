//go:build pico

package machine

// The LED of the Pico. That of the Pico W is on a pin of its radio chip, which embgo does not drive.
const LED = GPIO25
