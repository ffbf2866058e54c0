// Statements.
package p

func two() (int, string) { return 1, "" }
func one() int           { return 1 }

type S struct{ f int }

func (S) M() {}

func assign(m map[string]S, ch chan int, in <-chan int, out chan<- int) (res int, err error) {
	var i, unused /* ERROR "declared and not used: unused" */ int
	unused = 1
	i, i = 1 /* ERROR "assignment mismatch: 2 variables but 1 value" */
	i = two /* ERROR "assignment mismatch: 1 variable but two returns 2 values" */ ()
	i, _ = one /* ERROR "assignment mismatch: 2 variables but one returns 1 value" */ ()
	i = "s" // ERROR "cannot use "s" (untyped string constant) as int value in assignment"
	1 /* ERROR "cannot assign to 1 (neither addressable nor a map index expression)" */ = i
	m["a"].f /* ERROR "cannot assign to struct field m["a"].f in map" */ = 1
	m["a"] = S{}
	_ = nil // ERROR "use of untyped nil in assignment"
	i := /* ERROR "no new variables on left side of :=" */ 1
	j, j /* ERROR "j repeated on left side of :=" */ := 1, 2
	_ = j
	v, ok := m["a"]
	_, _ = v, ok
	w, ok := <-ch
	_ = w
	var t string
	t, ok = m /* ERROR "cannot use m["a"] (map index expression of struct type S) as string value in assignment" */ ["a"]
	t++ // ERROR "invalid operation: t++ (non-numeric type string)"
	i += "a" // ERROR "invalid operation: i += "a" (mismatched types int and untyped string)"
	i += 1
	one   // ERROR "one (value of type func() int) is not used"
	one() // a call may be a statement
	i + 1 // ERROR "i + 1 (value of type int) is not used"
	len(t) // ERROR "len(t) (value of type int) is not used"
	int(i) // ERROR "int(i) (value of type int) is not used"
	S /* ERROR "S (type) is not an expression" */
	<-ch
	<-out /* ERROR "invalid operation: cannot receive from send-only channel chan<- int out (variable of type chan<- int)" */
	in /* ERROR "invalid operation: cannot send to receive-only channel <-chan int in (variable of type <-chan int)" */ <- 1
	ch <- "x" // ERROR "cannot use "x" (untyped string constant) as int value in send"
	i /* ERROR "invalid operation: cannot send to non-channel i" */ <- 1
	go one()
	go int /* ERROR "go requires function call, not conversion" */ (i)
	defer len /* ERROR "defer discards result of len(t) (value of type int)" */ (t)
	defer recover()
	if i /* ERROR "non-boolean condition in if statement" */ {
	}
	for i /* ERROR "non-boolean condition in for statement" */ {
	}
	{
		res := 2
		if res > 0 {
			return // ERROR "result parameter res not in scope at return"
		}
	}
	return 1 // ERROR "not enough return values"
}

func returns() (int, string) {
	if one() > 0 {
		return two()
	}
	if one() > 1 {
		return one /* ERROR "not enough return values" */ ()
	}
	if one() > 2 {
		return 1, "a", 3 /* ERROR "too many return values" */
	}
	return "a" /* ERROR "cannot use "a" (untyped string constant) as int value in return statement" */, "b"
}

func none() {
	return 1 // ERROR "too many return values"
}

func switches(i int, x any, f func()) {
	switch i {
	case 1, 2:
	case 1: // ERROR "duplicate case 1 (constant of type int) in expression switch"
	case "a" /* ERROR "cannot convert "a" (untyped string constant) to type int" */ :
	case 1.0: // ERROR "duplicate case 1.0 (constant 1 of type int) in expression switch"
	default:
	default: // ERROR "multiple defaults (first at"
	}
	switch f := f; f() /* ERROR "f() (no value) used as value" */ {
	}
	switch arr := [1][]int{}; arr /* ERROR "cannot switch on arr" */ {
	}
	switch f {
	case nil:
	}
	switch {
	case i > 0:
	case i: // ERROR "invalid case i in switch on true (mismatched types int and bool)"
	}
	switch x := x.(type) {
	case int:
		_ = x + 1
	case nil, string:
		_ = x == nil
	case string: // ERROR "duplicate case string in type switch"
	}
	switch y /* ERROR "y declared and not used" */ := x.(type) {
	}
	switch i /* ERROR "i (variable of type int) is not an interface" */ .(type) {
	}
	var e error
	switch e.(type) {
	case S: // ERROR "impossible type switch case: S"
	}
	select {
	case i /* ERROR "select case must be send or receive (possibly with assignment)" */ = 1:
	default:
	}
}

func ranges(n int, s []string, m map[string]bool, c chan int, a *[3]int, f func(func(int, string) bool)) {
	for i := range n {
		_ = i
	}
	for i := range 10 {
		var _ int = i
	}
	var b byte
	for b = range 300 { // ERROR "cannot use 300 (untyped int constant) as"
	}
	for i, v := range s {
		_, _ = i+1, v+""
	}
	for k, v := range m {
		_, _ = k+"", !v
	}
	for x := range c {
		_ = x
	}
	for x, y /* ERROR "range over c (variable of type chan int) permits only one iteration variable" */ := range c {
		_ = x
	}
	for i, v := range a {
		_, _ = i, v
	}
	for i, r := range "text" {
		var _ rune = r
		_ = i
	}
	for i, t := range f {
		_, _ = i+1, t+""
	}
	for range f {
	}
	for range 1.5 /* ERROR "cannot range over 1.5 (untyped float constant)" */ {
	}
	for x /* ERROR "declared and not used: x" */ := range s {
	}
	var str string
	for str /* ERROR "cannot use str (value of type int) as string value in assignment" */ = range s {
	}
	_, _ = b, str
}

func closures() {
	x := 1
	y /* ERROR "declared and not used: y" */ := 2
	func() {
		y = x
		z /* ERROR "declared and not used: z" */ := 3
	}()
}
