// Labels, branches and terminating statements.
package p

func labels(n int) {
Unused: // ERROR "label Unused defined and not used"
	for {
		break
	}
L1:
	for {
		for {
			continue L1
		}
	}
L1 /* ERROR "label L1 already defined at" */ :
	break     // ERROR "break is not in a loop, switch, or select"
	continue  // ERROR "continue is not in a loop"
	break Nope /* ERROR "break label not defined: Nope" */
	goto Gone /* ERROR "label Gone not defined" */
Block:
	{
		break Block /* ERROR "invalid break label Block" */
	}
Sw:
	switch n {
	case 1:
		continue Sw /* ERROR "invalid continue label Sw" */
	case 2:
		break Sw
	}
	goto Over /* ERROR "goto Over jumps over declaration of v" */
	v := 1
	_ = v
Over:
	goto Inside /* ERROR "goto Inside jumps into block starting at" */
	{
	Inside:
	}
	goto Fine
Fine:
	func() {
		goto Fine /* ERROR "label Fine not defined" */
	}()
}

func fall(n int, x any) {
	switch n {
	case 1:
		fallthrough
	case 2:
		if n > 0 {
			fallthrough // ERROR "fallthrough statement out of place"
		}
		fallthrough // ERROR "fallthrough statement out of place"
		n++
	case 3:
		fallthrough // ERROR "cannot fallthrough final case in switch"
	}
	switch x.(type) {
	case int:
		fallthrough // ERROR "cannot fallthrough in type switch"
	}
}

func r1() int {
} // ERROR "missing return"

func r2(n int) int {
	if n > 0 {
		return 1
	} else if n < 0 {
		return 2
	}
} // ERROR "missing return"

func r3(n int) int {
	for {
		if n > 0 {
			break
		}
	}
} // ERROR "missing return"

func r4(n int) int {
L:
	for {
		switch n {
		case 1:
			break L
		}
	}
} // ERROR "missing return"

func r5() int  { panic("x") }
func r6() int  { for {} }
func r7() int  { select {} }
func r8() int  { goto L; L: return 1 }
func r9(n int) int {
	switch n {
	case 1:
		return 1
	default:
		panic(0)
	}
}
func r10(n int) int {
	switch n {
	case 1:
		return 1
	case 2:
		return 2
	}
} // ERROR "missing return"
func r11(c chan int) int {
	select {
	case <-c:
		return 1
	}
}
func r12() int {
	panic := func(int) {}
	panic(1)
} // ERROR "missing return"
