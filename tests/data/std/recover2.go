// What recover gives gets out of the function that recovers: as its result.
package main

import (
	"fmt"
	"reflect"
)

type inner struct {
	A int
	B []string
}

type failure struct {
	Code  int
	Inner *inner
}

func (f failure) Text() string { return fmt.Sprint("code ", f.Code) }

func try(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return
}

func main() {
	v := reflect.ValueOf(try(func() { panic(failure{3, &inner{4, []string{"x", "y"}}}) }))
	fmt.Println(v.Type(), v.NumField(), v.Field(1).Elem().Field(1).Index(1))
	fmt.Println(v.MethodByName("Text").Call(nil)[0])
	fmt.Printf("%+v %T\n", try(func() { panic(map[string]inner{"k": {B: []string{"z"}}}) }), try(func() { panic([2]int8{}) }))
	var list []int
	fmt.Println(try(func() { list[len(fmt.Sprint("xx"))]++ }))
}
