// Functions of package unsafe with the results of a call, blanks in parentheses.

package main

import "unsafe"

var arr = [10]byte{3: 7, 9: 1}

func pair() (unsafe.Pointer, int) { return unsafe.Pointer(&arr[0]), 3 }
func bytes() (*byte, int64)       { return &arr[2], 4 }

func main() {
	(_) = arr

	p := (*byte)(unsafe.Add(pair()))
	s := unsafe.Slice(bytes())
	t := unsafe.String(bytes())
	println(*p, len(s), cap(s), s[1], len(t), t[1])
}
