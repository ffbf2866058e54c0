package runtime

// Stack writes the calls of the running goroutine to buf, and then those of all others if all is
// set; it gives the number of bytes.
func Stack(buf []byte, all bool) int {
	t := stackText{buf: buf}
	var u unwinder
	embgo_registers(&u.registers)
	u.pc &^= codeBit
	_, u.top = stackAround(u.sp)
	t.goroutine(getg().id, "running", &u, 1)
	if all {
		t.stackOfAll()
	}
	return t.n
}

// stackText is the text as far as it is written.
type stackText struct {
	buf []byte
	n   int
}

func (t *stackText) add(s string) {
	t.n += copy(t.buf[t.n:], s)
}

func (t *stackText) hex(n uintptr) {
	var digits [8]byte
	i := len(digits)
	for {
		i--
		digits[i] = "0123456789abcdef"[n&15]
		n >>= 4
		if n == 0 {
			break
		}
	}
	t.add("0x")
	t.n += copy(t.buf[t.n:], digits[i:])
}

func (t *stackText) goroutine(id int, state string, u *unwinder, skip int) {
	t.add("goroutine ")
	t.add(itoa(id + 1))
	t.add(" [")
	t.add(state)
	t.add("]:\n")
	for t.n < len(t.buf) {
		pc := u.next()
		if pc == 0 {
			break
		}
		if skip > 0 {
			skip--
			continue
		}
		var s sourcePlace
		if s.of(pc - 1) {
			t.frame(&s, u.pc)
		}
	}
}

// frame writes a call, unless it is one inside of the runtime.
func (t *stackText) frame(s *sourcePlace, pc uintptr) {
	const runtime = "runtime."
	name := tableText(s.name >> 1)
	if name == "runtime.gopanic" {
		name = "panic"
	} else if len(name) > len(runtime) && name[:len(runtime)] == runtime {
		if c := name[len(runtime)]; c < 'A' || c > 'Z' {
			return
		}
	}
	t.add(name)
	if s.name&1 != 0 {
		t.add("(...)\n\t")
	} else {
		t.add("()\n\t")
	}
	t.add(tableText(s.file))
	t.add(":")
	t.add(itoa(int(s.line)))
	if !s.inlined {
		t.add(" +")
		t.hex(pc - s.entry)
	}
	t.add("\n")
}

// stackOfAll writes the calls of the goroutines that do not run.
func (t *stackText) stackOfAll() {
	for gp := &mainG; gp != nil; gp = gp.other {
		if gp == getg() || gp.ended || gp.sp == 0 {
			continue
		}
		var u unwinder
		embgo_suspended(gp.sp, &u.registers)
		u.pc &^= codeBit
		_, u.top = stackOf(gp)
		state := gp.reason
		if state == "" {
			state = "runnable"
		}
		t.add("\n")
		t.goroutine(gp.id, state, &u, 0)
	}
}
