package p

type S []int
type M map[string]bool

func index(i int, u uint8, f float64, s string, sl []int, ns S, a [3]int, pa *[3]int, m M, ps *[]int, e any) {
	_ = sl[i]
	_ = sl[u]
	_ = sl[f] // ERROR "invalid argument: index f (variable of type float64) must be integer"
	_ = sl[1.0]
	_ = sl[1.5] // ERROR "1.5 (untyped float constant) truncated to int"
	_ = sl[-1] // ERROR "invalid argument: index -1 (constant of type int) must not be negative"
	_ = sl["a"] // ERROR "cannot convert \"a\" (untyped string constant) to type int"
	_ = sl[1<<40] // ERROR "1 << 40 (untyped int constant 1099511627776) overflows int"
	_ = ns[0]
	_ = a[2]
	_ = a[3] // ERROR "invalid argument: index 3 out of bounds [0:3]"
	_ = pa[3] // ERROR "invalid argument: index 3 out of bounds [0:3]"
	_ = pa[2]
	_ = ps[0] // ERROR "cannot index ps (variable of type *[]int)"
	_ = s[0]
	s[0] = 'a' // ERROR "cannot assign to s[0] (neither addressable nor a map index expression)"
	_ = "abc"[2]
	_ = "abc"[3] // ERROR "invalid argument: index 3 out of bounds [0:3]"
	const _ = "abc"[1] // ERROR "\"abc\"[1] (value of type byte) is not constant"
	_ = m["a"]
	_ = m[1] // ERROR "cannot use 1 (untyped int constant) as string value in map index"
	_, _ = m["a"]
	_ = i[0] // ERROR "cannot index i (variable of type int)"
	_ = e[0] // ERROR "cannot index e (variable of interface type any)"
	_ = nil[0] // ERROR "cannot index nil"
	_ = sl[0:]
	_ = sl[:]
	_ = sl[1:2:3]
	_ = sl[2:1] // ERROR "invalid slice indices: 1 < 2"
	_ = sl[3:2:1] // ERROR "invalid slice indices: 2 < 3"
	_ = sl[:2:1] // ERROR "invalid slice indices: 1 < 2"
	_ = sl[f:] // ERROR "invalid argument: index f (variable of type float64) must be integer"
	_ = s[1:2]
	_ = s[1:2:3] // ERROR "invalid operation: 3-index slice of string"
	_ = "abc"[1:5] // ERROR "invalid argument: index 5 out of bounds [0:4]"
	_ = "abc"[:3]
	_ = a[:]
	_ = [3]int{}[:] // ERROR "cannot slice unaddressable value [3]int{} (value of type [3]int)"
	_ = (&[3]int{})[:]
	_ = pa[1:4] // ERROR "invalid argument: index 4 out of bounds [0:4]"
	_ = pa[0:3]
	_ = m[:] // ERROR "cannot slice m (variable of map type M)"
	_ = ps[:] // ERROR "cannot slice ps (variable of type *[]int)"
	_ = i[:] // ERROR "cannot slice i (variable of type int)"
	a[1] = 2
	[3]int{}[1] = 2 // ERROR "cannot assign to [3]int{}[1] (neither addressable nor a map index expression)"
	m["a"] = true
	m["a"] = 1 // ERROR "cannot use 1 (untyped int constant) as bool value in assignment"
	"abc"[0] = 1 // ERROR "cannot assign to \"abc\"[0] (neither addressable nor a map index expression)"
	_ = sl[undefined] // ERROR "undefined: undefined"
	_ = undefined[sl[0]] // ERROR "undefined: undefined"
	_ = int[0] // ERROR "invalid operation: int[0] (int is not a generic type)"
}
