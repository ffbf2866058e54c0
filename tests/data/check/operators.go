package p

type (
	S  struct{ a, b int }
	N  struct{ f func() }
	I  interface{ m() }
	A  [2]int
	B  [2][]int
	My int
)

func (S) m() {}

func arith(i int, j int8, u uint, f float64, s string, b bool, m My, c complex64) {
	_ = i + j // ERROR "invalid operation: i + j (mismatched types int and int8)"
	_ = i + m // ERROR "invalid operation: i + m (mismatched types int and My)"
	_ = i + 1.0
	_ = i + 1.5 // ERROR "1.5 (untyped float constant) truncated to int"
	_ = i + 'a'
	_ = i + "a" // ERROR "invalid operation: i + \"a\" (mismatched types int and untyped string)"
	_ = f % 2 // ERROR "invalid operation: operator % not defined on f (variable of type float64)"
	_ = f / 0
	_ = i / 0 // ERROR "invalid operation: division by zero"
	_ = f & 1 // ERROR "invalid operation: operator & not defined on f (variable of type float64)"
	_ = s + "x"
	_ = s - "x" // ERROR "invalid operation: operator - not defined on s (variable of type string)"
	_ = s + 1 // ERROR "invalid operation: s + 1 (mismatched types string and untyped int)"
	_ = s * s // ERROR "invalid operation: operator * not defined on s (variable of type string)"
	_ = b && i // ERROR "invalid operation: b && i (mismatched types bool and int)"
	_ = b + b // ERROR "invalid operation: operator + not defined on b (variable of type bool)"
	_ = b || 1 < 2
	_ = c + 1i
	_ = c + f // ERROR "invalid operation: c + f (mismatched types complex64 and float64)"
	_ = u - 1
	_ = u + -1 // ERROR "-1 (untyped int constant) overflows uint"
	_ = -s // ERROR "invalid operation: operator - not defined on s (variable of type string)"
	_ = !i // ERROR "invalid operation: operator ! not defined on i (variable of type int)"
	_ = ^f // ERROR "invalid operation: operator ^ not defined on f (variable of type float64)"
	_ = +b // ERROR "invalid operation: operator + not defined on b (variable of type bool)"
	_ = -c
	i += s // ERROR "invalid operation: i += s (mismatched types int and string)"
	i += 1.5 // ERROR "1.5 (untyped float constant) truncated to int"
	i++
	s++ // ERROR "invalid operation: s++ (non-numeric type string)"
	i <<= 2.0
	i %= f // ERROR "invalid operation: i %= f (mismatched types int and float64)"
}

func shifts(i int, u uint8, f float64, s uint) {
	_ = i << s
	_ = i << u
	_ = i << i
	_ = i << f // ERROR "invalid operation: shift count f (variable of type float64) must be integer"
	_ = i << 1.0
	_ = i << 1.5 // ERROR "1.5 (untyped float constant) truncated to uint"
	_ = i << -1 // ERROR "invalid operation: negative shift count -1 (untyped int constant)"
	_ = f << 1 // ERROR "invalid operation: shifted operand f (variable of type float64) must be integer"
	_ = 1 << s
	_ = 1.0 << s // ERROR "invalid operation: shifted operand 1.0 (type float64) must be integer"
	var _ float64 = 1 << s // ERROR "invalid operation: shifted operand 1 (type float64) must be integer"
	var _ int64 = 1.0<<s + 1
	var _ = 1<<s + 1.0 // ERROR "invalid operation: shifted operand 1 (type float64) must be integer"
	var _ = 1<<s == 2.0 // ERROR "invalid operation: shifted operand 1 (type float64) must be integer"
	var _ uint8 = 256 << s // ERROR "256 (untyped int constant) overflows uint8"
	_ = uint8(1<<s) + 1
	_ = float32(1 << s) // ERROR "invalid operation: shifted operand 1 (type float32) must be integer"
	_ = "a" << s // ERROR "invalid operation: shifted operand \"a\" (untyped string constant) must be integer"
	_ = make([]int, 1.0<<s)
	_ = []int{1.0 << 3: 1}
	var _ any = 1.0 << s // ERROR "invalid operation: shifted operand 1.0 (type float64) must be integer"
}

func compare(i int, p *int, q *S, s S, n N, f func(), sl []int, m map[int]int, ii I, e any, a A, b B, ch chan int) {
	_ = i == 1.5 // ERROR "1.5 (untyped float constant) truncated to int"
	_ = i == p // ERROR "invalid operation: i == p (mismatched types int and *int)"
	_ = p == nil
	_ = i == nil // ERROR "invalid operation: i == nil (mismatched types int and untyped nil)"
	_ = nil == nil // ERROR "invalid operation: nil == nil (operator == not defined on untyped nil)"
	_ = s == s
	_ = s < s // ERROR "invalid operation: s < s (operator < not defined on struct)"
	_ = n == n // ERROR "invalid operation: n == n (struct containing func() cannot be compared)"
	_ = f == nil
	_ = f == f // ERROR "invalid operation: f == f (func can only be compared to nil)"
	_ = sl == sl // ERROR "invalid operation: sl == sl (slice can only be compared to nil)"
	_ = m == m // ERROR "invalid operation: m == m (map can only be compared to nil)"
	_ = m == nil
	_ = ii == s
	_ = ii == q
	_ = ii == i // ERROR "invalid operation: ii == i (mismatched types I and int)"
	_ = e == i
	_ = e == sl // ERROR "invalid operation: e == sl (slice can only be compared to nil)"
	_ = e == 1
	_ = e < e // ERROR "invalid operation: e < e (operator < not defined on interface)"
	_ = a == a
	_ = b == b // ERROR "invalid operation: b == b (B cannot be compared)"
	_ = ch == ch
	_ = "a" == 'a' // ERROR "invalid operation: \"a\" == 'a' (mismatched types untyped string and untyped rune)"
	_ = true == false
	_ = true < false // ERROR "invalid operation: true < false (operator < not defined on untyped bool)"
	_ = p < p // ERROR "invalid operation: p < p (operator < not defined on pointer)"
	_ = (i == 1) == true
	var _ int = i == 1 // ERROR "cannot use i == 1 (untyped bool value) as int value in variable declaration"
	type Bool bool
	var _ Bool = i == 1
}

func pointers(i int, p *int, pp **int, s S, m map[int]S) {
	_ = *p
	_ = *i // ERROR "invalid operation: cannot indirect i (variable of type int)"
	_ = **pp
	_ = *nil // ERROR "invalid operation: cannot indirect nil"
	_ = &i
	_ = &1 // ERROR "invalid operation: cannot take address of 1 (untyped int constant)"
	_ = &S{}
	_ = &(S{})
	_ = &s.a
	_ = &m[0] // ERROR "invalid operation: cannot take address of m[0] (map index expression of struct type S)"
	_ = &m[0].a // ERROR "invalid operation: cannot take address of m[0].a (value of type int)"
	_ = &[]int{1}[0]
	_ = &[1]int{1}[0] // ERROR "invalid operation: cannot take address of [1]int{…}[0] (value of type int)"
	_ = &arith // ERROR "invalid operation: cannot take address of arith (value of type func(i int, j int8, u uint, f float64, s string, b bool, m My, c complex64))"
	_ = *&i
}
