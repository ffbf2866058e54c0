package sync

// Map is a map that goroutines can share.
type Map struct {
	m map[interface{}]interface{}
}

// Load gives the value for a key, and whether there is one.
func (m *Map) Load(key interface{}) (value interface{}, ok bool) {
	value, ok = m.m[key]
	return value, ok
}

// Store sets the value for a key.
func (m *Map) Store(key, value interface{}) {
	if m.m == nil {
		m.m = make(map[interface{}]interface{})
	}
	m.m[key] = value
}

// Clear removes all.
func (m *Map) Clear() {
	m.m = nil
}

// LoadOrStore gives the value for a key; if there is none, it stores the one given.
func (m *Map) LoadOrStore(key, value interface{}) (actual interface{}, loaded bool) {
	if old, ok := m.m[key]; ok {
		return old, true
	}
	m.Store(key, value)
	return value, false
}

// LoadAndDelete removes a key and gives the value it had.
func (m *Map) LoadAndDelete(key interface{}) (value interface{}, loaded bool) {
	value, loaded = m.m[key]
	delete(m.m, key)
	return value, loaded
}

// Delete removes a key.
func (m *Map) Delete(key interface{}) {
	delete(m.m, key)
}

// Swap stores a value and gives the one before.
func (m *Map) Swap(key, value interface{}) (previous interface{}, loaded bool) {
	previous, loaded = m.m[key]
	m.Store(key, value)
	return previous, loaded
}

// CompareAndSwap stores new if the value is old.
func (m *Map) CompareAndSwap(key, old, new interface{}) (swapped bool) {
	if value, ok := m.m[key]; !ok || value != old {
		return false
	}
	m.m[key] = new
	return true
}

// CompareAndDelete removes a key if its value is old.
func (m *Map) CompareAndDelete(key, old interface{}) (deleted bool) {
	if value, ok := m.m[key]; !ok || value != old {
		return false
	}
	delete(m.m, key)
	return true
}

// Range calls f for each key and value until it returns false.
func (m *Map) Range(f func(key, value interface{}) bool) {
	for k, v := range m.m {
		if !f(k, v) {
			return
		}
	}
}
