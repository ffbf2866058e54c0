// Who called: runtime.Caller, Callers, CallersFrames, FuncForPC and the texts of stacks.

package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"path"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
)

// show prints the calls above its own, up to main.main or the start of a goroutine.
func show(what string) {
	fmt.Println("--", what)
	pcs := make([]uintptr, 40)
	pcs = pcs[:runtime.Callers(2, pcs)]
	frames := runtime.CallersFrames(pcs)
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "runtime.") {
			// How a package is initialised is the runtime's own business.
			if !strings.HasPrefix(f.Function, "runtime.doInit") {
				fmt.Println(f.Function)
			}
		} else if strings.HasPrefix(f.Function, "main.") {
			fmt.Println(f.Function, path.Base(f.File), f.Line)
		} else {
			fmt.Println(f.Function)
		}
		if !more {
			break
		}
	}
}

// noInline makes a literal one that official Go does not inline, which would change its name.
func noInline() {
	select {
	default:
	}
}

type T struct{ n int }

func (t T) Value()    { show("value method") }
func (t *T) Pointer() { show("pointer method") }

type E struct{ T }

type P struct{ *T }

type I interface{ Value() }

type J interface{ Pointer() }

func generic[A any](a A) {
	show(fmt.Sprintf("generic %T", a))
}

type G[A any] struct{ a A }

func (g G[A]) Method() {
	show("generic method")
	func() { show("literal in generic") }()
}

var packageLevel = func() { show("package level literal") }

var initialized = initialize()

func initialize() int {
	show("initialization")
	return 1
}

func init() {
	show("init")
}

func init() {
	func() { show("second init") }()
}

func small(what string) int { show(what); return 1 }

func middle() int {
	return small("inlined") +
		small("second line")
}

func recursive(n int) {
	if n == 0 {
		show("recursion")
		return
	}
	recursive(n - 1)
}

//go:noinline
func tail(what string) { show(what) }

//go:noinline
func callsInTail() { tail("tail call") }

func branches(b bool) {
	if b {
		tail("a branch")
	} else {
		tail("another branch")
	}
}

func deferring() {
	defer func() {
		show("deferred literal")
	}()
	defer show("deferred directly")
	show("in the body")
}

func panics() {
	defer func() {
		show("in a panic")
		fmt.Println(recover())
		show("after recover")
	}()
	panicsInside()
}

func panicsInside() {
	panic("oops")
}

func index(s []int, i int) (err error) {
	defer func() {
		pcs := make([]uintptr, 40)
		frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
		for {
			f, more := frames.Next()
			if strings.HasPrefix(f.Function, "main.") {
				fmt.Println(f.Function, f.Line)
			}
			if !more {
				break
			}
		}
		err = recover().(error)
	}()
	s[0] = 1
	s[i] = 1
	return errors.New("none")
}

type byName []string

func names() {
	for _, f := range []any{names, small, T.Value, (*T).Pointer, packageLevel, generic[int],
		strings.ToUpper, func() {}, middle} {
		f := runtime.FuncForPC(reflect.ValueOf(f).Pointer())
		file, line := f.FileLine(f.Entry())
		if strings.HasPrefix(f.Name(), "main.") {
			fmt.Println(f.Name(), path.Base(file), line)
		} else {
			fmt.Println(f.Name(), path.Base(file))
		}
	}
	fmt.Println(runtime.FuncForPC(1) == nil, (*runtime.Func)(nil).Name() == "")
	pc, _, _, ok := runtime.Caller(0)
	f := runtime.FuncForPC(pc)
	fmt.Println(ok, f.Name(), f.Entry() <= pc, f == runtime.FuncForPC(pc))
	_, _, _, ok = runtime.Caller(100)
	fmt.Println(ok)
}

func lines() {
	_, _, a, _ := runtime.Caller(0)
	_, _, b, _ := runtime.Caller(0); _, _, c, _ := runtime.Caller(0)
	_, _, d, _ := runtime.Caller(1)
	fmt.Println(a, b, c, d)
	for i := range 2 {
		pc, file, line, ok := runtime.Caller(i)
		fmt.Println(path.Base(file), line, ok, runtime.FuncForPC(pc).Name())
	}
}

func text(s string) {
	for _, line := range strings.Split(s, "\n") {
		line, _, _ = strings.Cut(line, " +0x")
		line, _, _ = strings.Cut(line, "(")
		if strings.HasPrefix(line, "\t") {
			line = path.Base(strings.TrimPrefix(line, "\t"))
		}
		line = strings.TrimPrefix(line, "\t")
		if strings.HasPrefix(line, "debug.go") {
			line = "stack.go" // embgo's
		}
		if strings.Contains(line, "stack.go") || strings.Contains(line, "panic.go") {
			line, _, _ = strings.Cut(line, ":")
		}
		if line != "" {
			fmt.Println(line)
		}
	}
}

func rangeOver(yield func(int) bool) {
	show("iterator")
	yield(1)
}

func main() {
	middle()
	recursive(2)
	callsInTail()
	branches(true)
	branches(false)
	T{}.Value()
	(&T{}).Value()
	(&T{}).Pointer()
	E{}.Value()
	I(T{}).Value()
	I(&T{}).Value()
	I(E{}).Value()
	I(P{&T{}}).Value()
	J(&E{}).Pointer()
	f := T{}.Value
	f()
	g := T.Value
	g(T{})
	h := I.Value
	h(E{})
	generic(1)
	generic("a")
	G[string]{}.Method()
	packageLevel()
	func() {
		defer noInline()
		func() {
			defer noInline()
			show("nested literal")
		}()
		func() { defer noInline(); func() { defer noInline(); show("three deep") }() }()
	}()
	deferring()
	panics()
	fmt.Println(index(make([]int, 3), 5))
	names()
	lines()
	done := make(chan bool)
	go func() {
		show("goroutine")
		done <- true
	}()
	<-done
	go small2(done)
	<-done
	for range rangeOver {
		show("range over func")
	}
	log.SetFlags(log.Lshortfile)
	log.SetOutput(os.Stdout)
	log.Print("logged")
	log.New(os.Stdout, "new: ", log.Lshortfile|log.Lmsgprefix).Printf("%d", 1)
	text(string(debug.Stack()))
	func() {
		defer func() {
			recover()
			text(string(debug.Stack()))
		}()
		panicsInside()
	}()
	reflect.ValueOf(small).Call([]reflect.Value{reflect.ValueOf("reflect")})
}

func small2(done chan bool) {
	show("goroutine of a function")
	done <- true
}
