// Package maps is what the library asks of the Go SDK's maps; those of package runtime are others.
package maps

// Use64BitHash says whether hashes have 64 bits.
const Use64BitHash = false
