// Numbers are different, and each bit comes as 0 and as 1.
package main

import "machine"

func main() {
	all, none, different, last := uint32(0), ^uint32(0), 0, uint32(0)
	for i := 0; i < 40; i++ {
		n, err := machine.GetRNG()
		if err != nil {
			println(err.Error())
		}
		all |= n
		none &= n
		if n != last {
			different++
		}
		last = n
	}
	println(^all, none, different)
}
