package chacha8rand

import _ "unsafe" // for go:linkname

// portableBlock stands where other processors have assembly.
//
//go:linkname portableBlock internal/chacha8rand.block
func portableBlock(seed *[4]uint64, blocks *[32]uint64, counter uint32) {
	block_generic(seed, blocks, counter)
}
