// Package goos names the operating system that drivers expect. There is none.
package goos

// GOOS is the name.
const GOOS = "linux"

const (
	IsAix       = 0
	IsAndroid   = 0
	IsDarwin    = 0
	IsDragonfly = 0
	IsFreebsd   = 0
	IsHurd      = 0
	IsIllumos   = 0
	IsIos       = 0
	IsJs        = 0
	IsLinux     = 1
	IsNacl      = 0
	IsNetbsd    = 0
	IsOpenbsd   = 0
	IsPlan9     = 0
	IsSolaris   = 0
	IsWasip1    = 0
	IsWindows   = 0
	IsZos       = 0
)
