// A controller in loopback: what it refuses, frames of both kinds, filters, more frames than have room.
package main

import "machine"

func main() {
	bus := machine.CAN0
	config := machine.CANConfig{TransferRate: 333332, Tx: machine.TX, Rx: machine.RX, Mode: machine.CANLoopback}
	println(bus.Configure(config) == nil)
	config.TransferRate = machine.CANTransferRate250kbps
	config.TransferRateFD = machine.CANTransferRate1000kbps
	println(bus.Configure(config) == nil)
	config.TransferRateFD = 0
	println(bus.Configure(config) == nil, bus.RxFifoIsEmpty())
	calls := 0
	bus.SetInterrupt(machine.CANInterruptReceived, func(*machine.CAN) { calls++ })
	for _, id := range []uint32{0x123, 0x1abcdef5} {
		bus.Tx(id, []byte{8, 7, 6, 5}, false, id > 0x7ff)
		id, n, data, _, extended := bus.Rx()
		println(id, n, data[0], data[3], extended, bus.RxFifoIsEmpty(), bus.RxFifoSize())
	}
	println("calls", calls, "state", bus.State())
	println(bus.SetFilters(machine.CANFilter{ID: 0x800}).Error())
	bus.SetFilters(machine.CANFilter{ID: 0x120, Mask: 0x7f0}, machine.CANFilter{ID: 0x55, Mask: 0x1fffffff, XTD: true})
	for i := uint32(0); i < 4; i++ {
		send(bus, 0x11f+i, false)
		send(bus, 0x54+i, true)
	}
	for !bus.RxFifoIsEmpty() {
		id, _, _, _, extended := bus.Rx()
		println(id, extended)
	}
	bus.SetFilters()
	for i := uint32(0); i < 18; i++ {
		send(bus, i, false)
	}
	println("waiting", bus.RxFifoSize(), "lost", bus.RxFifoIsFull(), bus.RxFifoIsFull())
}

// send waits until the frame has gone and come back.
func send(bus *machine.CAN, id uint32, extended bool) {
	bus.Tx(id, nil, false, extended)
	for bus.TxFifoIsFull() {
	}
	for i := 0; i < 2000; i++ {
		bus.State()
	}
}
