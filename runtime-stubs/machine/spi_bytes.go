//go:build rp2040 || stm32f4 || nrf || fe310 || imxrt106x

package machine

// Tx sends the bytes of w while it receives those of r. A nil r receives nothing, a nil w sends
// zeros; otherwise both must have the same length.
func (spi *SPI) Tx(w, r []byte) error {
	n, err := spiLength(w, r)
	if err != nil {
		return err
	}
	for i := 0; i < n; i++ {
		out := byte(0)
		if w != nil {
			out = w[i]
		}
		in, err := spi.Transfer(out)
		if err != nil {
			return err
		}
		if r != nil {
			r[i] = in
		}
	}
	return nil
}
