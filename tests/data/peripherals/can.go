package main

import (
	"device/esp"
	"machine"
)

// The controller receives what it sends, as its self-test mode has it.
func main() {
	bus := machine.CAN0
	config := machine.CANConfig{TransferRate: 333333, Tx: machine.GPIO4, Rx: machine.GPIO5}
	println(bus.Configure(config) == nil)
	config.TransferRate = machine.CANTransferRate250kbps
	config.TransferRateFD = machine.CANTransferRate1000kbps
	println(bus.Configure(config) == nil)
	config.TransferRateFD = 0
	println(bus.Configure(config) == nil, bus.RxFifoIsEmpty())
	const reset, selfTest, oneFilter, selfReception = 1, 4, 8, 16
	esp.TWAI.MODE.Set(oneFilter | reset)
	esp.TWAI.MODE.Set(oneFilter | selfTest | reset)
	esp.TWAI.MODE.Set(oneFilter | selfTest)
	for _, id := range []uint32{0x123, 0x1abcdef5} {
		bus.Tx(id, []byte{8, 7, 6, 5}, false, id > 0x7ff)
		for bus.TxFifoIsFull() {
		}
		esp.TWAI.CMD.Set(selfReception)
		id, n, data, _, extended := bus.Rx()
		println(id, n, data[0], data[3], extended, bus.RxFifoIsEmpty(), bus.RxFifoSize())
	}
}
