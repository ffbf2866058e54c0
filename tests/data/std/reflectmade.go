// Types that only reflection makes, and interface types that reflection compares.
package main

import "reflect"

type leaf struct{ N int }

type tree struct {
	Leaf leaf
	List []leaf
}

type reader interface{ Read() int }

type source interface{ Read() int }

type closer interface{ Close() int }

type shutter interface{ Shut() int }

type (
	readers []reader
	closers []closer
	call    func(reader) closer
)

type file int

func (f file) Read() int { return int(f) }

type holder struct {
	R  *reader
	S  *source
	C  *closer
	H  *shutter
	L  []reader
	M  []source
	N  readers
	O  closers
	F  func(reader) closer
	G  call
	H2 func(reader) shutter
}

func main() {
	field := reflect.ValueOf(tree{}).Field(0)
	made := reflect.New(field.Type())
	made.Elem().Field(0).SetInt(7)
	p, ok := made.Interface().(*leaf)
	println(ok, p.N)
	twice := reflect.New(made.Type())
	twice.Elem().Set(made)
	pp, ok := twice.Interface().(**leaf)
	println(ok, (*pp).N)

	t := reflect.TypeOf(holder{})
	for i := range t.NumField() {
		row := ""
		for j := range t.NumField() {
			a, b := t.Field(i).Type, t.Field(j).Type
			c := "."
			if a.AssignableTo(b) {
				c = "a"
			} else if a.ConvertibleTo(b) {
				c = "c"
			}
			row += c
			if a.Kind() == reflect.Pointer && b.Kind() == reflect.Pointer {
				a, b = a.Elem(), b.Elem()
				if a.ConvertibleTo(b) {
					row += "C"
				}
				if a.Implements(b) {
					row += "I"
				}
			}
		}
		println(row)
	}
	println(reflect.TypeOf(file(1)).Implements(t.Field(0).Type.Elem()), reflect.TypeOf(file(1)).Implements(t.Field(2).Type.Elem()))
	var h holder
	v := reflect.ValueOf(&h).Elem()
	var r reader = file(9)
	v.Field(0).Set(reflect.ValueOf(&r))
	println((*h.R).Read())
	v.Field(4).Set(reflect.ValueOf(readers{r}))
	println(len(h.L), h.L[0].Read())
}
