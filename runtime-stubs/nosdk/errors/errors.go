// Package errors has Is and As without reflection, so that programs with errors stay small.
package errors

import _ "unsafe"

type errorString struct {
	s string
}

func (e *errorString) Error() string {
	return e.s
}

// New gives an error with that text; each call gives a different one.
func New(text string) error {
	return &errorString{text}
}

// ErrUnsupported says that an operation cannot be done because it is not supported.
var ErrUnsupported = New("unsupported operation")

// Unwrap gives the error that err wraps, or nil.
func Unwrap(err error) error {
	u, ok := err.(interface{ Unwrap() error })
	if !ok {
		return nil
	}
	return u.Unwrap()
}

// Is tells whether target is in the tree of errors that err wraps.
func Is(err, target error) bool {
	if err == nil || target == nil {
		return err == target
	}
	return is(err, target, isComparable(target))
}

func is(err, target error, comparable bool) bool {
	for err != nil {
		if comparable && isComparable(err) && err == target {
			return true
		}
		if x, ok := err.(interface{ Is(error) bool }); ok && x.Is(target) {
			return true
		}
		if x, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range x.Unwrap() {
				if is(e, target, comparable) {
					return true
				}
			}
			return false
		}
		err = Unwrap(err)
	}
	return false
}

// isComparable tells whether == on this value cannot panic because of its type.
//
//go:linkname isComparable runtime.isComparable
func isComparable(v interface{}) bool

type joinError struct {
	errs []error
}

func (e *joinError) Error() string {
	s := ""
	for i, err := range e.errs {
		if i > 0 {
			s += "\n"
		}
		s += err.Error()
	}
	return s
}

func (e *joinError) Unwrap() []error {
	return e.errs
}

// Join gives an error that wraps all that are not nil, or nil if there are none.
func Join(errs ...error) error {
	e := &joinError{}
	for _, err := range errs {
		if err != nil {
			e.errs = append(e.errs, err)
		}
	}
	if len(e.errs) == 0 {
		return nil
	}
	return e
}

// AsType finds the first error in the tree of err that is an E.
func AsType[E error](err error) (E, bool) {
	for err != nil {
		if e, ok := err.(E); ok {
			return e, true
		}
		if x, ok := err.(interface{ As(any) bool }); ok {
			var e E
			if x.As(&e) {
				return e, true
			}
		}
		if x, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range x.Unwrap() {
				if e, ok := AsType[E](e); ok {
					return e, true
				}
			}
			break
		}
		err = Unwrap(err)
	}
	var zero E
	return zero, false
}

// As finds the first error in the tree of err whose type is that of *target, and sets *target to
// it. A target that points to an interface is not supported: As panics.
func As(err error, target interface{}) bool {
	if err == nil {
		return false
	}
	for err != nil {
		switch assignTo(err, target) {
		case assignYes:
			return true
		case assignNotPointer:
			if target == nil {
				panic("errors: target cannot be nil")
			}
			panic("errors: target must be a non-nil pointer")
		case assignInterface:
			panic("errors: a target of interface type is not supported")
		}
		if x, ok := err.(interface{ As(interface{}) bool }); ok && x.As(target) {
			return true
		}
		if x, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range x.Unwrap() {
				if As(e, target) {
					return true
				}
			}
			return false
		}
		err = Unwrap(err)
	}
	return false
}

// Answers of assignTo.
const (
	assignNo = iota
	assignYes
	assignNotPointer
	assignInterface
)

// assignTo sets *target to v if target points to a variable of exactly v's type.
//
//go:linkname assignTo runtime.assignTo
func assignTo(v error, target interface{}) int
