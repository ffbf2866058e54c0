package runtime

import "unsafe"

// Defer, panic and recover: docs/abi.md. A function with deferred calls has a deferFrame in its
// stack frame; the frames of a goroutine are a list, the innermost first, and each has a list of
// the calls that are still to be made, the last deferred first.

type deferFrame struct {
	link *deferFrame
	list *deferred
	sp   uintptr
	pad  uintptr
}

type deferred struct {
	link *deferred
	fn   func()
}

// panicking is one call of panic that has not come to its end.
type panicking struct {
	link  *panicking // the panic that was going on when this one began
	arg   eface
	text  string      // what to print instead of arg if hasText is set: of an error or Stringer
	frame *deferFrame // whose deferred call is running
	// A deferred call has recovered it. It goes on being listed until that call returns.
	recovered bool
	// A later panic has left the deferred call that this one was running.
	aborted bool
	// It is a Goexit: nothing to print, and nothing can recover it.
	goexit bool
	// The next panic has the same value and is printed instead.
	repanicked bool
	hasText    bool
}

// recoverable is the code address of the deferred function that is about to be called and that may
// call recover; see docs/abi.md.
var recoverable unsafe.Pointer

// deferring tells that the program has deferred calls. Lowering gives it its value.
var deferring = true

// dying is set while the last words of the program are printed, dead when that panics.
var dying, dead bool

// closureOf gives the closure object of a function value, which is not nil.
func closureOf(fn func()) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Pointer(&fn))
}

func codeOf(closure unsafe.Pointer) unsafe.Pointer {
	return *(*unsafe.Pointer)(closure)
}

func deferpush(f *deferFrame, d *deferred, fn func()) {
	d.fn = fn
	d.link = f.list
	f.list = d
}

// pop takes the next deferred call off the list.
func (f *deferFrame) pop() func() {
	d := f.list
	f.list = d.link
	return d.fn
}

// rundefer runs a function's body and then its deferred calls, whether the body returned or one of
// the calls recovered a panic.
func rundefer(f *deferFrame, body unsafe.Pointer) {
	gp := getg()
	f.list = nil
	f.link = gp.frames
	gp.frames = f
	embgo_try(f, body, unsafe.Pointer(f))
	for f.list != nil {
		c := closureOf(f.pop())
		recoverable = nil
		embgo_try(f, codeOf(c), c)
	}
	gp.frames = f.link
}

// gopanic is panic of a value that may be nil.
func gopanic(e eface) {
	if e.typ == nil {
		panic(new(PanicNilError))
	}
	panicvalue(e)
}

// panicvalue runs the deferred calls of all frames, the innermost first, until one of them recovers.
// If none does, the program ends. It is never inlined: the analysis of stacks knows it by name.
//
//go:noinline
//go:cold
func panicvalue(e eface) {
	if dying {
		// A value's Error or String method panics, or the console does: say so once.
		if dead {
			halt()
		}
		dead = true
		fatal("panic while printing panic value")
	}
	p := panicking{arg: e}
	if deferring {
		p.run()
	}
	fatalpanic(&p)
}

// run makes the deferred calls for a panic. It returns when there are none left.
//
//go:noinline
//go:cold
func (p *panicking) run() {
	gp := getg()
	p.link = gp.panics
	gp.panics = p
	for f := gp.frames; f != nil; f = f.link {
		for q := p.link; q != nil; q = q.link {
			if q.frame == f {
				q.aborted = true
			}
		}
		// Frames inside f have nothing left to run.
		gp.frames = f
		p.frame = f
		for f.list != nil {
			c := closureOf(f.pop())
			recoverable = codeOf(c)
			callCode(codeOf(c), c)
			if p.recovered {
				p.leave(gp, f)
			}
		}
	}
	p.frame = nil
}

// leave ends a recovered panic, and with it those that it overtook, and goes on behind frame f.
func (p *panicking) leave(gp *g, f *deferFrame) {
	q := p.link
	for q != nil && q.aborted {
		if q.goexit {
			// The goroutine is still on its way out.
			gp.panics = q.link
			Goexit()
		}
		q = q.link
	}
	gp.panics = q
	embgo_unwind(f)
}

// gorecover stops the innermost panic if the caller is entitled to: token is not zero.
func gorecover(token uintptr) eface {
	p := getg().panics
	if token == 0 || p == nil || p.recovered || p.goexit {
		return eface{}
	}
	p.recovered = true
	return p.arg
}

// Goexit runs the deferred calls and ends the goroutine.
func Goexit() {
	p := panicking{goexit: true}
	if deferring {
		p.run()
	}
	if scheduling {
		endGoroutine()
	}
	fatal("no goroutines (main called runtime.Goexit) - deadlock!")
}

// fatalpanic says why the program ends, and ends it.
//
//go:noinline
//go:cold
func fatalpanic(p *panicking) {
	dying = true
	p.prepare()
	if deferring {
		for q := p.link; q != nil; q = q.link {
			q.prepare()
		}
	}
	p.print()
	die()
}

// prepare asks an error or Stringer for its text, before anything is printed.
func (p *panicking) prepare() {
	if deferring {
		if q := p.link; q != nil && q.arg == p.arg {
			q.repanicked = true
			return
		}
	}
	v := *(*interface{})(unsafe.Pointer(&p.arg))
	switch v := v.(type) {
	case error:
		p.text = v.Error()
	case interface{ String() string }:
		p.text = v.String()
	default:
		return
	}
	p.hasText = true
}

// print prints the panics from the first to p, each one further to the right.
//
//go:noinline
//go:cold
func (p *panicking) print() {
	if deferring {
		if q := p.link; q != nil {
			q.print()
			if q.repanicked {
				return
			}
			if !q.goexit {
				printstring("\t")
			}
		}
		if p.goexit {
			return
		}
	}
	printstring("panic: ")
	if p.hasText {
		printindented(p.text)
	} else if kindsInUse != 0 {
		printpanicval(p.arg)
	}
	if deferring && p.recovered {
		printstring(" [recovered")
		if p.repanicked {
			printstring(", repanicked")
		}
		printstring("]")
	}
	printnl()
}

// printpanicval prints what panic was called with. Values of declared types have the type's name
// in front, as a conversion; what is not of a basic kind is shown by its data word.
func printpanicval(e eface) {
	t := e.typ
	if t.kind > kindComplex128 && t.kind != kindString {
		printstring("(")
		printstring(t.name)
		printstring(") ")
		printpointer(e.data)
		return
	}
	before, after := "", ""
	if !isBasicName(t.name) {
		printstring(t.name)
		switch t.kind {
		case kindComplex64, kindComplex128: // have parentheses of their own
		case kindString:
			before, after = "(\"", "\")"
		default:
			before, after = "(", ")"
		}
	}
	printstring(before)
	printbasic(t.kind, e.value())
	printstring(after)
}

// isBasicName is true for the predeclared types, the only ones without a package in their name.
func isBasicName(name string) bool {
	for i := 0; i < len(name); i++ {
		if name[i] == '.' {
			return false
		}
	}
	return true
}

// kindsInUse has bit k set if the program has a type of kind k in some interface that is neither an
// error nor a Stringer. Lowering makes it
// a constant, so that panics of most programs need no code to print floats and 64-bit integers.
var kindsInUse uint32 = 1<<32 - 1

func printbasic(kind uint8, v unsafe.Pointer) {
	switch kind {
	case kindString:
		printindented(*(*string)(v))
	case kindBool:
		printbool(*(*bool)(v))
	case kindInt, kindInt32:
		printint32(*(*int32)(v))
	case kindInt8:
		printint32(int32(*(*int8)(v)))
	case kindInt16:
		printint32(int32(*(*int16)(v)))
	case kindUint, kindUint32, kindUintptr:
		printuint32(*(*uint32)(v))
	case kindUint8:
		printuint32(uint32(*(*uint8)(v)))
	case kindUint16:
		printuint32(uint32(*(*uint16)(v)))
	}
	// These bring much code along, so each is asked for by itself.
	if kindsInUse>>kindInt64&1 != 0 && kind == kindInt64 {
		printint(*(*int64)(v))
	}
	if kindsInUse>>kindUint64&1 != 0 && kind == kindUint64 {
		printuint(*(*uint64)(v))
	}
	if kindsInUse>>kindFloat32&1 != 0 && kind == kindFloat32 {
		printfloat32(*(*float32)(v))
	}
	if kindsInUse>>kindFloat64&1 != 0 && kind == kindFloat64 {
		printfloat(*(*float64)(v))
	}
	if kindsInUse>>kindComplex64&1 != 0 && kind == kindComplex64 {
		printcomplex64(*(*complex64)(v))
	}
	if kindsInUse>>kindComplex128&1 != 0 && kind == kindComplex128 {
		printcomplex(*(*complex128)(v))
	}
}

// printindented keeps the lines of a message apart from what follows it.
func printindented(s string) {
	for i := 0; i < len(s); i++ {
		printchar(s[i])
		if s[i] == '\n' {
			printchar('\t')
		}
	}
}

// fatal reports an error that cannot be recovered from.
//
//go:noinline
//go:cold
func fatal(s string) {
	dying = true
	printstring("fatal error: ")
	printstring(s)
	printnl()
	die()
}

// die ends the program after its last words, with a trace of where it was.
//
//go:noinline
//go:cold
func die() {
	dieAt(0, getsp())
}

func printGoroutineHeader(id int, state string) {
	printstring("\ngoroutine ")
	printint32(int32(id + 1))
	printstring(" [")
	printstring(state)
	printstring("]:\n")
}
