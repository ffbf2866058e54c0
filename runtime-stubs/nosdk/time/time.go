// Package time is what there is without a Go SDK: durations, Sleep, timers, and the time since the
// program started.
package time

import _ "unsafe" // for go:linkname

// Duration is a time span in nanoseconds.
type Duration int64

const (
	Nanosecond  Duration = 1
	Microsecond          = 1000 * Nanosecond
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute
)

// Nanoseconds is the duration as an integer count of nanoseconds.
func (d Duration) Nanoseconds() int64 { return int64(d) }

// Microseconds is the duration in whole microseconds.
func (d Duration) Microseconds() int64 { return int64(d) / 1e3 }

// Milliseconds is the duration in whole milliseconds.
func (d Duration) Milliseconds() int64 { return int64(d) / 1e6 }

// Seconds is the duration in seconds.
func (d Duration) Seconds() float64 {
	return float64(d/Second) + float64(d%Second)/1e9
}

// Minutes is the duration in minutes.
func (d Duration) Minutes() float64 {
	return float64(d/Minute) + float64(d%Minute)/(60*1e9)
}

// Hours is the duration in hours.
func (d Duration) Hours() float64 {
	return float64(d/Hour) + float64(d%Hour)/(60*60*1e9)
}

// Time is an instant, counted in nanoseconds from the program's start: a board without a clock
// knows no other.
type Time struct {
	ns int64
}

// Now is the present instant.
func Now() Time {
	return Time{nanotime()}
}

// Sub is the time from u to t.
func (t Time) Sub(u Time) Duration {
	return Duration(t.ns - u.ns)
}

// Add is the instant d after t.
func (t Time) Add(d Duration) Time {
	return Time{t.ns + int64(d)}
}

// After reports whether t is later than u.
func (t Time) After(u Time) bool { return t.ns > u.ns }

// Before reports whether t is earlier than u.
func (t Time) Before(u Time) bool { return t.ns < u.ns }

// IsZero reports whether t is the zero instant.
func (t Time) IsZero() bool { return t.ns == 0 }

// Since is the time that has passed since t.
func Since(t Time) Duration {
	return Now().Sub(t)
}

// Until is the time until t.
func Until(t Time) Duration {
	return t.Sub(Now())
}

// Sleep waits for at least d.
func Sleep(d Duration)

// nanotime is the time since the start in nanoseconds.
//
//go:linkname nanotime runtime.nanotime
func nanotime() int64
