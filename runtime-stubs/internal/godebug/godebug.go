// Package godebug has no settings: there is no environment to set them in.
package godebug

// A Setting is one that nobody has set.
type Setting struct {
	name string
}

// New is the setting of that name. A # before it says that it is not documented.
func New(name string) *Setting {
	return &Setting{name}
}

// Name is the setting's name.
func (s *Setting) Name() string {
	if s.Undocumented() {
		return s.name[1:]
	}
	return s.name
}

// Undocumented tells whether the setting's name was given with a #.
func (s *Setting) Undocumented() bool {
	return s.name != "" && s.name[0] == '#'
}

// String is the setting as it would be in the environment.
func (s *Setting) String() string {
	return s.Name() + "="
}

// IncNonDefault counts nothing: there is only the default.
func (s *Setting) IncNonDefault() {}

// Value is empty: the default.
func (s *Setting) Value() string {
	return ""
}
