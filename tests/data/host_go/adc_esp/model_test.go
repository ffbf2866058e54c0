package machine

// The converters of the ESP32-C3 and ESP32-S3 with their eFuses and the registers of their analog part, by
// the technical reference manuals and ESP-IDF (esp_efuse_rtc_calib.c, curve_fitting_coefficients.c,
// regi2c_saradc.h). What is in the eFuses, espefuse has read.

import (
	"hosttest/esp"
	"hosttest/volatile"
	"math"
	"testing"
)

type machineError string

func (e machineError) Error() string { return string(e) }

type Pin uint8
type PinConfig struct{ Mode int }

const PinAnalog = 7

var analogPins = map[Pin]bool{}

func (p Pin) Configure(config PinConfig) { analogPins[p] = config.Mode == PinAnalog }

const (
	GPIO0 Pin = iota
	GPIO1
	GPIO2
	GPIO3
	GPIO4
	GPIO5
	GPIO6
	GPIO7
	GPIO8
	GPIO9
	GPIO10
)

func startPeripheral(bit uint32) {}

// fuses are what one chip has, and what espefuse says of its first converter.
type fuses struct {
	words         [8]uint32
	codes, points [4]uint32
}

type adcModel struct {
	t      *testing.T
	regs   map[*volatile.Register32]uint32
	analog map[uint32]uint32 // registers of the converter's analog part
	wrote  int               // of these
	result uint32
}

var adcNow *adcModel

// fresh has the registers in memory that is there.
func fresh[T any](registers **T) { *registers = new(T) }

func newADC(t *testing.T, words [8]uint32) *adcModel {
	freshChip()
	fresh(&esp.EFUSE_SYS_PART1)
	fresh(&esp.ANA_CONFIG)
	fresh(&esp.ANA_CONFIG2)
	m := &adcModel{t: t, regs: map[*volatile.Register32]uint32{}, analog: map[uint32]uint32{0: 0xa5, 1: 0xf7, 2: 0xff}}
	for i, word := range words {
		m.regs[&esp.EFUSE_SYS_PART1[i]] = word
	}
	// The bus does not lead to the part; all other bits are others' business.
	m.regs[esp.ANA_CONFIG] = ^uint32(0)
	adcNow = m
	volatile.Read = func(r *volatile.Register32) uint32 { return m.regs[r] }
	volatile.Write = m.write
	return m
}

func (m *adcModel) write(r *volatile.Register32, value uint32) {
	m.regs[r] = value
	m.convert(r, value)
}

// analogWrite is the ROM's function.
func analogWrite(part, bus, register, high, low, value uint32) {
	m := adcNow
	if m.regs[esp.ANA_CONFIG] != ^uint32(1<<18) || m.regs[esp.ANA_CONFIG2] != 1<<16 || !connected(m) {
		m.t.Error("the bus does not lead to the part")
	}
	mask := (uint32(1)<<(high-low+1) - 1) << low
	if part != 0x69 || bus != 0 || register > 2 || value<<low&^mask != 0 {
		m.t.Errorf("part %#x, bus %d, register %d, %d to %d: %#x", part, bus, register, high, low, value)
	}
	m.analog[register] = m.analog[register]&^mask | value<<low
	m.wrote++
}

// millivolts is the voltage by the formulas, for a point that was measured.
func millivolts(result, point, at float64, terms [5]float64) float64 {
	v := result * at / point
	off := 0.0
	for i, k := range terms {
		off += k * math.Pow(v, float64(i))
	}
	return v - off
}

func TestCalibrated(t *testing.T) {
	for _, chip := range burnt {
		m := newADC(t, chip.words)
		InitADC()
		code, point := chipCode(chip), chipPoint(chip)
		if m.analog[0] != code&0xff || m.analog[1] != 0xf0|code>>8 || m.analog[2] != 0x8f|reference<<4 {
			t.Errorf("analog registers %x, code %#x", m.analog, code)
		}
		input := ADC{ADC2}
		if err := input.Configure(ADCConfig{}); err != nil || !analogPins[ADC2] {
			t.Fatal(err, analogPins)
		}
		last := uint16(0)
		for m.result = 0; m.result < 4096; m.result++ {
			got := input.Get()
			want := millivolts(float64(m.result), float64(point), pointAt, terms) / 3300 * 65535
			if m.result == 0 {
				want = 0
			}
			want = max(0, min(want, 65535))
			// A millivolt is 20.
			if math.Abs(float64(got)-want) > 3 || got < last {
				t.Fatalf("point %d: %d gives %d after %d, want %.1f", point, m.result, got, last, want)
			}
			last = got
		}
	}
}

func TestNotCalibrated(t *testing.T) {
	for _, version := range []uint32{0, 2, 3} {
		words := burnt[0].words
		words[4] = words[4]&^3 | version
		m := newADC(t, words)
		InitADC()
		input := ADC{ADC1}
		for m.result = 0; m.result < 4096; m.result += 13 {
			if got := input.Get(); got != uint16(m.result<<4) {
				t.Fatalf("%d gives %d", m.result, got)
			}
		}
		if m.wrote != 0 || m.regs[esp.ANA_CONFIG] != ^uint32(0) {
			t.Error("the analog part is changed")
		}
	}
}

func TestPins(t *testing.T) {
	newADC(t, [8]uint32{})
	if err := (ADC{lastPin + 1}).Configure(ADCConfig{}); err != errNoADCPin {
		t.Error(err)
	}
}
