package machine

// Control transfers of the host to a model that has single packets: asks sends a SETUP packet and keeps
// it, takes and gives are for what follows it, minds for what the host does when it is done.

func (m *model) again() { m.asks(m.setup) }

func (m *model) control(setup [8]byte, data []byte) ([]byte, bool) {
	m.asks(setup)
	return m.rest(data)
}

// rest is what follows the SETUP packet.
func (m *model) rest(data []byte) ([]byte, bool) {
	setup := m.setup
	length := int(setup[6]) | int(setup[7])<<8
	if setup[0]&0x80 == 0 || length == 0 {
		if length != 0 {
			stall, ok := m.gives(0, data)
			if stall {
				return nil, false
			}
			if !ok {
				m.t.Fatalf("% x: neither refused nor received", setup)
			}
		}
		packet, stall, ok := m.takes(0)
		if stall {
			return nil, false
		}
		if !ok || len(packet) != 0 {
			m.t.Fatalf("% x does not end: % x", setup, packet)
		}
		m.minds(setup)
		return nil, true
	}
	var reply []byte
	for {
		packet, stall, ok := m.takes(0)
		if stall && len(reply) == 0 {
			return nil, false
		}
		if !ok {
			m.t.Fatalf("% x: no packet behind %d bytes", setup, len(reply))
		}
		reply = append(reply, packet...)
		if len(packet) < 64 || len(reply) >= length {
			break
		}
	}
	if _, ok := m.gives(0, nil); !ok || len(reply) > length {
		m.t.Fatalf("% x: %d bytes, and the end is not accepted", setup, len(reply))
	}
	return reply, true
}
