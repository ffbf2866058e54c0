//go:build !serial.rtt

package runtime

// chipConsole says that the console is the chip's own.
const chipConsole = true

func putchar(c byte) {
	chipPutchar(c)
}

// getchar is the next character from the console, or -1 if none has come yet; -2 if there will be
// none.
func getchar() int {
	return chipGetchar()
}
