package runtime

import "testing"

func message(f func()) (s string) {
	defer func() {
		s = recover().(Error).Error()
	}()
	f()
	return
}

// TestBounds compares the messages with those of the host's own runtime.
func TestBounds(t *testing.T) {
	s := make([]int, 3, 5)
	str := "abc"
	var arr [4]int
	p := &arr
	for _, x := range []int{-1, 6, 7, 100} {
		check(t, message(func() { panicIndex(x, len(s)) }), message(func() { s[x]++ }))
		check(t, message(func() { panicSliceLen(x, len(str)) }), message(func() { str = str[:x] }))
		check(t, message(func() { panicSliceLen(x, len(p)) }), message(func() { _ = p[:x] }))
		check(t, message(func() { panicSliceCap(x, cap(s)) }), message(func() { _ = s[:x] }))
		check(t, message(func() { panicSlice3Max(x, cap(s)) }), message(func() { _ = s[:2:x] }))
	}
	for _, x := range []int{-1, 5, 100} {
		check(t, message(func() { panicSlice3Len(x, len(p)) }), message(func() { _ = p[:2:x] }))
	}
	for _, x := range []int{-1, 4, 5} {
		check(t, message(func() { panicSliceOrder(x, 3) }), message(func() { _ = s[x:3] }))
		check(t, message(func() { panicSlice3High(x, 3) }), message(func() { _ = s[:x:3] }))
		check(t, message(func() { panicSlice3Low(x, 3) }), message(func() { _ = s[x:3:4] }))
	}
	check(t, message(func() { panicSliceToArray(len(s), 4) }), message(func() { _ = [4]int(s) }))
	zero := 0
	check(t, message(func() { panicDivide() }), message(func() { zero = 1 / zero }))
	shift := -1
	check(t, message(func() { panicShift() }), message(func() { zero = 1 << shift }))
	var np *int
	check(t, message(func() { panicNil() }), message(func() { *np = 1 }))
	check(t, message(func() { makeslice(4, -1, -1, 0) }), message(func() { _ = make([]int, shift) }))
	check(t, message(func() { makeslice(4, 2, 1, 0) }), "runtime error: makeslice: cap out of range")
	check(t, message(func() { makeslice(4, 1<<30, 1<<30, 0) }), "runtime error: makeslice: len out of range")
	check(t, message(func() { makeslice(4, 1, 1<<30, 0) }), "runtime error: makeslice: cap out of range")
	check(t, message(func() { growslice(nil, -1, 0, 0, 4, 0) }), "runtime error: growslice: len out of range")
}

type namer interface{ Name() string }

func TestAssertions(t *testing.T) {
	intType := &_type{name: "int", kind: kindInt}
	strType := &_type{name: "string", kind: kindString}
	namerType := &_type{name: "runtime.namer"}
	var e interface{} = 5
	check(t, message(func() { panicTypeAssert(intType, strType, "interface {}") }), message(func() { _ = e.(string) }))
	check(t, message(func() { panicTypeAssertMissing(intType, namerType, "Name") }), "interface conversion: int is not runtime.namer: missing method Name")
	e = nil
	check(t, message(func() { panicTypeAssert(nil, strType, "interface {}") }), message(func() { _ = e.(string) }))
	check(t, message(func() { panicTypeAssertMissing(nil, namerType, "") }), "interface conversion: interface is nil, not runtime.namer")
	check(t, message(func() { valuehash(&_type{name: "[]int"}, nil, 0) }), "runtime error: hash of unhashable type []int")
	check(t, message(func() { ifaceeq(&_type{name: "[]int"}, nil, nil) }), "runtime error: comparing uncomparable type []int")
}

func TestPanicText(t *testing.T) {
	text := func(p *panicking) string {
		return printed(func() {
			for q := p; q != nil; q = q.link {
				q.prepare()
			}
			p.print()
		})
	}
	arg := func(typ *_type, word uintptr) eface { return eface{typ, add(nil, word)} }
	intType := &_type{name: "int", kind: kindInt, flags: typeDirect}
	myType := &_type{name: "main.T", kind: kindInt8, flags: typeDirect}
	structType := &_type{name: "main.S", kind: kindStruct}
	first := &panicking{arg: arg(intType, 5)}
	check(t, printed(func() { first.print() }), "panic: 5\n")
	second := &panicking{arg: arg(myType, 0xfe), link: first}
	check(t, printed(func() { second.print() }), "panic: 5\n\tpanic: main.T(-2)\n")
	first.recovered = true
	second.arg = arg(structType, 0x1234)
	check(t, printed(func() { second.print() }), "panic: 5 [recovered]\n\tpanic: (main.S) 0x1234\n")
	second.arg = first.arg
	first.repanicked = true
	check(t, printed(func() { second.print() }), "panic: 5 [recovered, repanicked]\n")
	_ = text
}
