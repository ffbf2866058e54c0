//go:build baremetal && !qemu

package runtime

// chipTime is 0: the chip does not know the time of day. The program can set it: AdjustTimeOffset.
func chipTime() int64 {
	return 0
}
