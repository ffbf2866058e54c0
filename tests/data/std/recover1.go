// What recover gives is only looked at: asserted to types, compared, raised again, dropped.
package main

import (
	"errors"
	"sync"
)

type code int

type named struct{ text string }

func (n named) String() string { return "named " + n.text }

type failure struct {
	error
	code int
}

type stringer interface{ String() string }

func concrete(f func()) (result string) {
	defer func() {
		if r := recover(); r != nil {
			if c, ok := r.(code); ok {
				result = "code " + string(rune('0'+int(c)))
			} else {
				panic(r)
			}
		}
	}()
	f()
	return "nothing"
}

func kinds(f func()) (result string) {
	defer func() {
		r := recover()
		switch v := r.(type) {
		case nil:
			result = "nil"
		case failure:
			result = v.Error() + string(rune('0'+v.code))
		case error:
			result = "error " + v.Error()
		case stringer:
			result = v.String()
		case string, []int:
			_, isText := r.(string)
			result = "text or numbers"
			if isText {
				result += ": " + r.(string)
			}
		default:
			result = "something else"
		}
	}()
	f()
	return
}

func assigned(f func()) (failed bool) {
	var value any
	defer func() {
		failed = value != nil
		if n, ok := value.(*int); ok {
			println("a pointer to", *n)
		}
	}()
	func() {
		defer func() { value = recover() }()
		f()
	}()
	return
}

func dropped(f func()) {
	defer func() { recover() }()
	defer func() { _ = recover() }()
	f()
}

func direct(f func()) (ok bool) {
	defer func() {
		_, ok = recover().(error)
	}()
	f()
	return
}

func compared(f func()) (ok bool) {
	defer func() { ok = recover() != nil }()
	f()
	return
}

func main() {
	var m map[string]int
	var p *named
	list := []int{1}
	zero, seven := 0, 7
	println(concrete(func() { panic(code(3)) }), concrete(func() {}))
	println(kinds(func() { concrete(func() { panic("not a code") }) }))
	println(kinds(func() {}))
	println(kinds(func() { panic(failure{errors.New("broken "), 4}) }))
	println(kinds(func() { m["x"] = 1 }))
	println(kinds(func() { _ = p.text }))
	println(kinds(func() { _ = list[seven] }))
	println(kinds(func() { list[0] /= zero }))
	println(kinds(func() { panic(nil) }))
	println(kinds(func() { panic(named{"one"}) }))
	println(kinds(func() { panic(&named{"two"}) }))
	println(kinds(func() { panic(list) }))
	println(kinds(func() { panic(2.5) }))
	println(assigned(func() {}), assigned(func() { panic(&seven) }), assigned(func() { panic("x") }))
	dropped(func() { panic("dropped") })
	println(direct(func() { panic(errors.ErrUnsupported) }), direct(func() { panic(1) }))
	println(compared(func() { panic(true) }), compared(func() {}))
	once := sync.OnceFunc(func() { panic(failure{errors.New("once "), 1}) })
	println(kinds(once), kinds(once))
	value := sync.OnceValue(func() int { return seven / zero })
	println(kinds(func() { value() }), kinds(func() { value() }))
}
