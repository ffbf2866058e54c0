package runtime

import "unsafe"

// Who called: Caller, Callers, FuncForPC and what goes with them. They look things up in a table
// that embgo makes for programs that reach embgo_registers or refer to the table, and only of the
// functions that can be on the stack then (src/trace/callers.rs describes it).

//go:extern embgo_callers
var callersTable byte

// inlinedCalls is where the addresses begin that stand for calls which are inlined into another one:
// no code is there on any of our processors. The number of a node times 4 and 2 are added, so that
// the address before stands for the same call.
const inlinedCalls = 0xf0000000

// registers are those by which a frame is found.
type registers struct {
	pc uintptr // behind the call that has not returned
	sp uintptr
	fp uintptr
}

// tableReader reads the numbers of the table one after the other.
type tableReader struct {
	at unsafe.Pointer
}

func (r *tableReader) next() uint32 {
	n, shift := uint32(0), uint32(0)
	for {
		b := *(*uint8)(r.at)
		r.at = unsafe.Add(r.at, 1)
		n |= uint32(b&0x7f) << (shift & 31)
		if b < 0x80 {
			return n
		}
		shift += 7
	}
}

func tableAt(offset uint32) unsafe.Pointer {
	return unsafe.Add(unsafe.Pointer(&callersTable), uintptr(offset))
}

// tableWord is a word of the table's head and the lists of words behind it.
func tableWord(i int) uint32 {
	return *(*uint32)(tableAt(uint32(i) * 4))
}

func tableFunctions() int {
	return int(tableWord(0))
}

func tableText(offset uint32) string {
	r := tableReader{tableAt(tableWord(3) + offset)}
	n := r.next()
	return unsafe.String((*byte)(r.at), int(n))
}

// A tableFunction is a function as the table has it.
type tableFunction struct {
	entry uintptr // without codeBit
	name  uint32  // a text's place times 2, and 1 if it has parameters
	file  uint32
	line  uint32
	flags uint32
	index int
	calls uint32
	rest  tableReader // at the calls
}

// find looks for the function that an address without codeBit lies in.
func (f *tableFunction) find(pc uintptr) bool {
	low, high := 0, tableFunctions()
	for low < high {
		middle := int(uint(low+high) / 2)
		if uintptr(tableWord(4+middle)) <= pc {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low > 0 && pc-uintptr(tableWord(3+low)) < f.load(low-1)
}

// load reads a function and gives the size of its code.
func (f *tableFunction) load(index int) uintptr {
	r := tableReader{tableAt(tableWord(4 + tableFunctions() + index))}
	size := r.next()
	f.entry = uintptr(tableWord(4 + index))
	f.name = r.next()
	f.file = r.next()
	f.line = r.next()
	f.flags = r.next()
	f.calls = r.next()
	f.index = index
	f.rest = r
	return uintptr(size)
}

// A tableCall is a call in a function.
type tableCall struct {
	back  uintptr // the address that it returns to
	rule  uint32
	plain bool   // it is no more than a call in the function, in a certain line
	line  uint32 // if it is plain
	node  uint32 // otherwise: where in the source it is, or 0 for nowhere
}

// call looks for the first call that ends behind an address.
func (f *tableFunction) call(pc uintptr, c *tableCall) bool {
	r := f.rest
	*c = tableCall{back: f.entry, line: f.line}
	for n := f.calls; n != 0; n-- {
		key := r.next()
		c.back += uintptr(key >> 2)
		if key&2 != 0 {
			c.rule = r.next()
		}
		c.plain = key&1 == 0
		if c.plain {
			d := r.next()
			c.line += d>>1 ^ -(d & 1)
		} else {
			c.node = r.next()
		}
		if c.back > pc {
			return true
		}
	}
	return false
}

// unwinder goes from call to call, outwards.
type unwinder struct {
	registers
	top     uintptr // the end of the stack
	f       tableFunction
	c       tableCall
	begun   bool
	skip    bool   // the next frame is that of the function whose body was the one before
	outside uint32 // the node that the call before is inlined into
}

// next gives the address behind the next call that the source has, or 0 if there is none.
func (u *unwinder) next() uintptr {
	for {
		pc := uintptr(u.outside)*4 + inlinedCalls + 2
		if u.outside != 0 {
			u.outside = nodeAt(u.outside).next
		} else {
			if u.begun && !u.up() || !u.find() {
				return 0
			}
			u.begun = true
			pc = u.pc
			if !u.c.plain {
				if u.c.node == 0 {
					continue
				}
				u.outside = nodeAt(u.c.node).next
			}
		}
		if !u.skip {
			return pc
		}
		u.skip = false
	}
}

func (u *unwinder) find() bool {
	return u.f.find(u.pc-1) && u.f.call(u.pc-1, &u.c) && u.c.back == u.pc
}

// up goes to the caller of the function whose call was found.
func (u *unwinder) up() bool {
	rule := *(*[4]uint8)(tableAt(tableWord(1) + u.c.rule*4))
	size := uintptr(rule[0]) | uintptr(rule[1]&0x7f)<<8
	sp := u.sp
	if rule[1]&0x80 != 0 {
		sp = u.fp
	}
	sp += size * 4
	// Not outside of the stack, whatever was written over it.
	if size == 0 || sp <= u.sp || sp > u.top || sp&3 != 0 {
		return false
	}
	u.pc = wordAt(sp-uintptr(rule[2])*4) &^ codeBit
	if rule[3] != 0 {
		u.fp = wordAt(sp - uintptr(rule[3])*4)
	}
	u.sp = sp
	if u.f.flags&1 != 0 {
		u.skip = true
	}
	return true
}

func wordAt(address uintptr) uintptr {
	return *(*uintptr)(unsafe.Pointer(address))
}

// A node is a call that another one is inlined into, or inlined itself.
type node struct {
	name, file, line, next, function uint32
}

func nodeAt(offset uint32) (n node) {
	r := tableReader{tableAt(tableWord(2) + offset)}
	n.name = r.next() - 1
	n.file = r.next() - 1
	n.line = r.next() - 1
	n.next = r.next() - 1
	n.function = r.next() - 1
	return n
}

// callers fills pcs with the addresses behind the calls that have not returned, without skip of them.
//
//go:noinline
func callers(skip int, pcs []uintptr) int {
	var u unwinder
	embgo_registers(&u.registers)
	u.pc &^= codeBit
	_, u.top = stackAround(u.sp)
	return u.fill(skip, pcs)
}

func (u *unwinder) fill(skip int, pcs []uintptr) int {
	n := 0
	for n < len(pcs) {
		pc := u.next()
		if pc == 0 {
			break
		}
		if skip > 0 {
			skip--
			continue
		}
		pcs[n] = pc
		n++
	}
	return n
}

// Callers fills pc with return addresses of the running goroutine's calls, the innermost first,
// without skip of them; the first is that of Callers itself. CallersFrames explains them.
func Callers(skip int, pc []uintptr) int {
	return callers(skip, pc)
}

// Caller tells where the function was called that called it, and so on skip times; with 0 it is the
// call of Caller.
func Caller(skip int) (pc uintptr, file string, line int, ok bool) {
	var pcs [1]uintptr
	if skip < 0 || callers(skip+1, pcs[:]) == 0 {
		return 0, "", 0, false
	}
	var s sourcePlace
	s.of(pcs[0] - 1)
	return pcs[0] - 1, tableText(s.file), int(s.line), true
}

// sourcePlace is where the code at an address comes from.
type sourcePlace struct {
	name    uint32
	file    uint32
	line    uint32
	entry   uintptr // without codeBit
	back    uintptr // where the call returns to that the address is in front of, if there is one
	index   int     // of the function in the table
	value   bool    // the program may have the function's address
	inlined bool
}

// of looks up an address in an instruction.
func (s *sourcePlace) of(pc uintptr) bool {
	if pc >= inlinedCalls {
		place := uint32(pc-inlinedCalls-1) >> 2
		if place == 0 || place >= tableWord(3)-tableWord(2) {
			return false
		}
		// Zeros are in front of nodes only, so the address of none is refused here.
		if at := tableWord(2) + place; *(*uint8)(tableAt(at - 1)) != 0 || *(*uint8)(tableAt(at)) == 0 {
			return false
		}
		s.ofNode(place)
		return true
	}
	var f tableFunction
	var c tableCall
	pc &^= codeBit
	if !f.find(pc) {
		return false
	}
	*s = sourcePlace{name: f.name, file: f.file, line: f.line, entry: f.entry, index: f.index}
	s.value = f.flags&2 != 0
	if pc == f.entry || !f.call(pc, &c) {
		return true
	}
	s.back = c.back
	if c.plain {
		s.line = c.line
	} else if c.node != 0 {
		s.ofNode(c.node)
	}
	return true
}

func (s *sourcePlace) ofNode(place uint32) {
	n := nodeAt(place)
	*s = sourcePlace{name: n.name, file: n.file, line: n.line, index: int(n.function), back: s.back}
	s.entry = uintptr(tableWord(4 + s.index))
	var f tableFunction
	f.load(s.index)
	s.inlined = f.name != n.name
}

// A Func is a function of the program.
type Func struct {
	entry uintptr // the table's word, or an inlinedFunc's
}

// An inlinedFunc is a Func that has no code of its own.
type inlinedFunc struct {
	entry uintptr // of what it is inlined into
	name  uint32
	file  uint32
	line  uint32
}

// FuncForPC gives the function that has code at pc, the innermost if it is inlined there; nil if
// the program does not know it.
func FuncForPC(pc uintptr) *Func {
	var s sourcePlace
	known := s.of(pc)
	if !known || s.entry == pc && !s.value {
		// Behind a call that does not return, and is the last instruction of its function.
		var before sourcePlace
		if before.of(pc-1) && before.back == pc&^codeBit {
			return before.function()
		}
	}
	if !known {
		return nil
	}
	return s.function()
}

func (s *sourcePlace) function() *Func {
	if s.inlined {
		f := &inlinedFunc{entry: s.entry, name: s.name, file: s.file, line: s.line}
		return (*Func)(unsafe.Pointer(f))
	}
	return (*Func)(tableAt(uint32(s.index)*4 + 16))
}

// place finds the function of the table, or the inlined one.
func (f *Func) place(t *tableFunction) (inlined *inlinedFunc) {
	offset := uintptr(unsafe.Pointer(f)) - uintptr(tableAt(16))
	if offset >= uintptr(tableFunctions())*4 {
		return (*inlinedFunc)(unsafe.Pointer(f))
	}
	t.load(int(offset / 4))
	return nil
}

// Name is the function's name with its package.
func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	var t tableFunction
	if in := f.place(&t); in != nil {
		return tableText(in.name >> 1)
	}
	return tableText(t.name >> 1)
}

// Entry is the address of the function's code.
func (f *Func) Entry() uintptr {
	return f.entry | codeBit
}

// FileLine tells where the code at pc, which belongs to the function, comes from: a call, if there
// is one at or behind pc, or else the function's first line.
func (f *Func) FileLine(pc uintptr) (file string, line int) {
	var t tableFunction
	if in := f.place(&t); in != nil {
		return tableText(in.file), int(in.line)
	}
	var s sourcePlace
	if !s.of(pc) || s.index != t.index {
		return "?", 0
	}
	return tableText(s.file), int(s.line)
}

// A Frame is a call.
type Frame struct {
	PC       uintptr
	Func     *Func // nil if the call is inlined
	Function string
	File     string
	Line     int
	Entry    uintptr
}

// Frames goes through the addresses that Callers gave.
type Frames struct {
	callers []uintptr
}

// CallersFrames prepares for going through the addresses that Callers gave.
func CallersFrames(callers []uintptr) *Frames {
	return &Frames{callers}
}

// Next tells about the next call, and whether there are more.
func (f *Frames) Next() (frame Frame, more bool) {
	for len(f.callers) != 0 {
		pc := f.callers[0]
		f.callers = f.callers[1:]
		var s sourcePlace
		if !s.of(pc-1) && !s.of(pc) {
			continue
		}
		frame = Frame{PC: pc - 1, Function: tableText(s.name >> 1), File: tableText(s.file), Line: int(s.line)}
		frame.Entry = s.entry | codeBit
		if !s.inlined {
			frame.Func = s.function()
		}
		break
	}
	return frame, len(f.callers) != 0
}
