package reflect

import "unsafe"

// Package runtime's channels.

//go:linkname makechan runtime.makechan
func makechan(elemSize uintptr, size int, layout uintptr) unsafe.Pointer

//go:linkname chansend runtime.chansend
func chansend(c, elem unsafe.Pointer)

//go:linkname chanrecv runtime.chanrecv
func chanrecv(c, elem unsafe.Pointer) bool

//go:linkname selectnbsend runtime.selectnbsend
func selectnbsend(c, elem unsafe.Pointer) bool

//go:linkname selectnbrecv runtime.selectnbrecv
func selectnbrecv(c, elem unsafe.Pointer) (done, ok bool)

//go:linkname closechan runtime.closechan
func closechan(c unsafe.Pointer)

//go:linkname selectValues runtime.reflectSelect
func selectValues(cases *selectCase, n int, wait bool) (int, bool)

// MakeChan creates a new channel.
func MakeChan(typ Type, buffer int) Value {
	t := typ.common()
	if t.k() != Chan {
		panic("reflect.MakeChan of non-chan type")
	}
	if buffer < 0 {
		panic("reflect.MakeChan: negative buffer size")
	}
	if chanOf(t).dir != BothDir {
		panic("reflect.MakeChan: unidirectional channel type")
	}
	elem := elemOf(t)
	layout := elem.layout
	if elem.size == 4 && elem.align == 4 {
		layout |= 2
	}
	return Value{t, makechan(elem.size, buffer, layout), 0}
}

func (v Value) mayUse(method string, dir ChanDir, doing string) {
	v.is(Chan, method)
	v.mustBeExported(method)
	if chanOf(v.typ).dir&dir == 0 {
		panic("reflect: " + doing)
	}
}

// Send sends x on the channel v.
func (v Value) Send(x Value) {
	v.mayUse("Send", SendDir, "send on recv-only channel")
	x.mustBeExported("Send")
	x = x.assignTo("reflect.Value.Send", elemOf(v.typ))
	chansend(v.mapWord(), x.address())
}

// TrySend sends x if that is possible without waiting.
func (v Value) TrySend(x Value) bool {
	v.mayUse("TrySend", SendDir, "send on recv-only channel")
	x.mustBeExported("TrySend")
	x = x.assignTo("reflect.Value.Send", elemOf(v.typ))
	return selectnbsend(v.mapWord(), x.address())
}

// Recv receives from the channel v; ok is false if it is closed and empty.
func (v Value) Recv() (x Value, ok bool) {
	v.mayUse("Recv", RecvDir, "recv on send-only channel")
	x = made(elemOf(v.typ), 0)
	ok = chanrecv(v.mapWord(), x.ptr)
	return x.settled(), ok
}

// TryRecv receives if that is possible without waiting; else x is the zero Value.
func (v Value) TryRecv() (x Value, ok bool) {
	v.mayUse("TryRecv", RecvDir, "recv on send-only channel")
	x = made(elemOf(v.typ), 0)
	done, ok := selectnbrecv(v.mapWord(), x.ptr)
	if !done {
		return Value{}, false
	}
	return x.settled(), ok
}

// settled gives a value that was made by address in the form that fits its type.
func (v Value) settled() Value {
	if v.typ.flags&isDirect != 0 {
		return Value{v.typ, word(v.typ, v.ptr), v.flag &^ flagAddress}
	}
	return v
}

// Close closes the channel v.
func (v Value) Close() {
	v.mayUse("Close", SendDir, "close of receive-only channel")
	closechan(v.mapWord())
}

// A SelectDir is the direction of a select case.
type SelectDir int

const (
	_ SelectDir = iota
	SelectSend
	SelectRecv
	SelectDefault
)

// A SelectCase is a case of a select operation.
type SelectCase struct {
	Dir  SelectDir
	Chan Value
	Send Value
}

// selectCase is what package runtime takes.
type selectCase struct {
	c    unsafe.Pointer
	elem unsafe.Pointer
	send bool
}

// Select waits until one of the cases can proceed, as a select statement does.
func Select(cases []SelectCase) (chosen int, recv Value, recvOK bool) {
	list := make([]selectCase, 0, len(cases)+1)
	places := make([]int, 0, len(cases)+1)
	values := make([]Value, len(cases))
	def := -1
	for i, c := range cases {
		switch c.Dir {
		case SelectDefault:
			if def >= 0 {
				panic("reflect.Select: multiple default cases")
			}
			def = i
			if c.Chan.IsValid() {
				panic("reflect.Select: default case has Chan value")
			}
			if c.Send.IsValid() {
				panic("reflect.Select: default case has Send value")
			}
			continue
		case SelectSend, SelectRecv:
		default:
			panic("reflect.Select: invalid Dir")
		}
		if c.Dir == SelectRecv && c.Send.IsValid() {
			panic("reflect.Select: RecvDir case has Send value")
		}
		if !c.Chan.IsValid() {
			continue
		}
		send := c.Dir == SelectSend
		if send {
			c.Chan.mayUse("Select", SendDir, "SendDir case using recv-only channel")
			if !c.Send.IsValid() {
				panic("reflect.Select: SendDir case missing Send value")
			}
			c.Send.mustBeExported("Select")
			values[i] = c.Send.assignTo("reflect.Select", elemOf(c.Chan.typ))
		} else {
			c.Chan.mayUse("Select", RecvDir, "RecvDir case using send-only channel")
			values[i] = made(elemOf(c.Chan.typ), 0)
		}
		list = append(list, selectCase{c.Chan.mapWord(), values[i].address(), send})
		places = append(places, i)
	}
	n, ok := selectValues(unsafe.SliceData(list), len(list), def < 0)
	if n < 0 {
		return def, Value{}, false
	}
	chosen = places[n]
	if cases[chosen].Dir == SelectRecv {
		return chosen, values[chosen].settled(), ok
	}
	return chosen, Value{}, false
}
