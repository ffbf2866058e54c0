// What recover gives gets further through variables: a parameter, one that has other values, too,
// one that a call is given, and an interface type that it is asserted to.
package main

import "reflect"

type deep struct{ Name string }

type failure struct{ Deep deep }

func (f *failure) Error() string { return "failure" }

func name(x any) string {
	v := reflect.Indirect(reflect.ValueOf(x))
	return v.Field(0).Field(0).String() + " " + v.Type().Name()
}

type other struct{ Deep deep }

func parameter(value any, f func()) (result string) {
	defer func() { result = name(value) }()
	func() {
		defer func() { value = recover() }()
		f()
	}()
	return
}

func asserted(f func()) (result string) {
	defer func() {
		err, _ := recover().(error)
		result = name(err)
	}()
	f()
	return
}

func main() {
	println(parameter(nil, func() { panic(other{deep{"one"}}) }))
	println(asserted(func() { panic(&failure{deep{"two"}}) }))
}
