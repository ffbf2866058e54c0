package machine

import _ "unsafe" // for go:linkname

//go:linkname gosched runtime.Gosched
func gosched()
