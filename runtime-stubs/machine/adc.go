//go:build rp2040 || stm32f4 || nrf || esp32c3 || esp32s3 || imxrt106x

package machine

// ADC is an analog input. Samples have 16 bits on every chip.
type ADC struct {
	Pin Pin
}

// ADCConfig says how an analog input is measured. A zero field means the default.
type ADCConfig struct {
	Reference  uint32 // millivolts; chips with a fixed reference ignore it
	Resolution uint32 // bits; ignored: samples are taken with all the chip has
	Samples    uint32 // how many to average
	SampleTime uint32 // microseconds; chips with a fixed time ignore it
}

var errNoADCPin error = machineError("machine: the pin is no analog input")
