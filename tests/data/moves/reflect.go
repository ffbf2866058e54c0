package main

import "reflect"

var (
	table  = map[int]*node{}
	result func(int) pair
)

func prepare() {
	result = reflect.MakeFunc(reflect.TypeOf(result), func(args []reflect.Value) []reflect.Value {
		p := pairs[args[0].Int()]
		return []reflect.Value{reflect.ValueOf(p)}
	}).Interface().(func(int) pair)
}

func putField(i int, p *node) { holders[i].node = p }

func putPair(i int, p *node) { pairs[i].node = p }

func putRow(i int, p *node) { row[i] = p }

var kinds = []kind{
	{"Set", putField, func(i int) *node {
		p := holders[i].node
		reflect.ValueOf(holders[i]).Elem().Set(reflect.ValueOf(holder{}))
		return p
	}},
	{"SetZero", putPair, func(i int) *node {
		p := pairs[i].node
		reflect.ValueOf(&pairs[i]).Elem().SetZero()
		return p
	}},
	{"Set of an interface", func(i int, p *node) { holders[i].any = p }, func(i int) *node {
		p := holders[i].any.(*node)
		reflect.ValueOf(&holders[i].any).Elem().Set(reflect.ValueOf(i))
		return p
	}},
	{"Set of a slice", func(i int, p *node) { holders[i].slice = append(holders[i].slice, *p) }, func(i int) *node {
		s := holders[i].slice
		reflect.ValueOf(&holders[i].slice).Elem().SetLen(0)
		reflect.ValueOf(&holders[i].slice).Elem().Set(reflect.ValueOf([]node(nil)))
		return &s[0]
	}},
	{"Clear", putRow, func(i int) *node {
		p := row[i]
		reflect.ValueOf(row[i : i+1]).Clear()
		return p
	}},
	{"Copy", putRow, func(i int) *node {
		p := row[i]
		reflect.Copy(reflect.ValueOf(row[i:i+1]), reflect.ValueOf(row[n:]))
		return p
	}},
	{"Swapper", putRow, func(i int) *node {
		s := row[i : i+2 : i+2]
		next := s[1]
		p := s[0]
		s[1] = nil
		reflect.Swapper(s)(0, 1)
		s[1] = next
		return p
	}},
	{"SetMapIndex", func(i int, p *node) { table[i] = p }, func(i int) *node {
		p := table[i]
		reflect.ValueOf(table).SetMapIndex(reflect.ValueOf(i), reflect.ValueOf((*node)(nil)))
		return p
	}},
	{"Append", putRow, func(i int) *node {
		p := row[i]
		reflect.Append(reflect.ValueOf(row[:i]), reflect.ValueOf((*node)(nil)))
		return p
	}},
	{"MakeFunc", putPair, func(i int) *node {
		p := pairs[i].node
		pairs[i].node = nil
		pairs[i] = result(i)
		return p
	}},
}
