// Package reflectlite is what the library's lowest packages use of reflection. Since only what a
// program reaches of package reflect costs anything, it is that package.
package reflectlite

import "reflect"

type (
	Kind       = reflect.Kind
	Type       = reflect.Type
	Value      = reflect.Value
	ValueError = reflect.ValueError
)

const (
	Interface = reflect.Interface
	Ptr       = reflect.Ptr
	Slice     = reflect.Slice
	String    = reflect.String
	Struct    = reflect.Struct
)

// TypeOf returns the type of the value in i.
func TypeOf(i any) Type { return reflect.TypeOf(i) }

// ValueOf returns a Value for what is stored in i.
func ValueOf(i any) Value { return reflect.ValueOf(i) }

// Swapper returns a function that swaps elements of a slice.
func Swapper(slice any) func(i, j int) { return reflect.Swapper(slice) }
