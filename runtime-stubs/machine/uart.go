package machine

// Write sends bytes and returns when the last one is in the port's hands.
func (uart *UART) Write(data []byte) (n int, err error) {
	for _, c := range data {
		uart.WriteByte(c)
	}
	return len(data), nil
}

// Read takes the bytes that have arrived, at most len(data).
func (uart *UART) Read(data []byte) (n int, err error) {
	for n < len(data) && uart.Buffered() > 0 {
		c, err := uart.ReadByte()
		if err != nil {
			return n, err
		}
		data[n] = c
		n++
	}
	return n, nil
}
