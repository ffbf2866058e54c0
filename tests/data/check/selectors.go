package p

type In struct{ a, b int }
type Other struct{ b, c int }
type Both struct {
	In
	*Other
	d int
}

func (Both) Val() int       { return 0 }
func (*Both) Ptr() int      { return 0 }
func (In) promoted()        {}
func (*Other) promotedPtr() {}

type Named *Both
type If interface{ Do(int) string }
type Embeds struct{ If }

func sel(b Both, pb *Both, ppb **Both, n Named, i If, pi *If, e Embeds, x int, m map[string]Both) {
	_ = b.a
	_ = b.b // ERROR "ambiguous selector b.b"
	_ = b.c
	_ = b.d
	_ = b.D // ERROR "b.D undefined (type Both has no field or method D, but does have field d)"
	_ = b.zz // ERROR "b.zz undefined (type Both has no field or method zz)"
	_ = pb.a
	_ = ppb.a // ERROR "ppb.a undefined (type **Both has no field or method a)"
	_ = n.d
	_ = n.Val // ERROR "n.Val undefined (type Named has no field or method Val)"
	_ = b.Val()
	_ = b.val() // ERROR "b.val undefined (type Both has no field or method val, but does have method Val)"
	_ = b.Ptr()
	_ = pb.Val()
	_ = m["a"].d
	_ = m["a"].Ptr() // ERROR "cannot call pointer method Ptr on Both"
	m["a"].d = 1 // ERROR "cannot assign to struct field m[\"a\"].d in map"
	b.promoted()
	b.promotedPtr()
	Both{}.promotedPtr()
	_ = Both{}.Ptr() // ERROR "cannot call pointer method Ptr on Both"
	_ = i.Do(1)
	_ = i.do // ERROR "i.do undefined (type If has no field or method do, but does have method Do)"
	_ = pi.Do(1) // ERROR "pi.Do undefined (type *If is pointer to interface, not interface)"
	_ = e.Do(1)
	_ = x.y // ERROR "x.y undefined (type int has no field or method y)"
	_ = x.y.z // ERROR "x.y undefined (type int has no field or method y)"
	_ = Both.d // ERROR "operand for field selector d must be value of type Both"
	_ = Both.Val
	_ = Both.Ptr // ERROR "invalid method expression Both.Ptr (needs pointer receiver (*Both).Ptr)"
	_ = (*Both).Ptr
	_ = (*Both).Val(pb)
	_ = If.Do
	_ = If.Do(i, 1)
	_ = Embeds.Do
	_ = len.x // ERROR "invalid use of len (built-in) in selector expression"
	_ = nil.x // ERROR "nil.x undefined (type untyped nil has no field or method x)"
	_ = "a".b // ERROR "\"a\".b undefined (type untyped string has no field or method b)"
	var f func() int = b.Val
	_ = f.x // ERROR "f.x undefined (type func() int has no field or method x)"
	f = pb.Ptr
	var g func(Both) int = Both.Val
	g = b.Val // ERROR "cannot use b.Val (value of type func() int) as func(Both) int value in assignment"
	_ = g
	b._ = 1 // ERROR "b._ undefined (type Both has no field or method _)"
	_ = b.Val.x // ERROR "b.Val.x undefined (type func() int has no field or method x)"
	b.Val = nil // ERROR "cannot assign to b.Val (neither addressable nor a map index expression)"
	i.Do = nil // ERROR "cannot assign to i.Do (neither addressable nor a map index expression)"
}

type definedPtr *struct{ abc int }

func _(p definedPtr) {
	_ = p.abc
	_ = p.Abc // ERROR "p.Abc undefined (type definedPtr has no field or method Abc, but does have field abc)"
}
