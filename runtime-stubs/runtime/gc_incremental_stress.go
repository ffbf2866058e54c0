//go:build gc.incremental && gcstress

package runtime

import "unsafe"

// With the build tag gcstress, marking begins as soon as the sweep before has ended and goes on
// slowly, so that the program does as much as possible in between. At its end everything that the
// variables lead to is marked once more, in one stop, and compared.

const (
	stressRate  = 24
	shadowShare = wordSize + 1 // what is marked is copied before it is compared
)

func stressSteps() {
	if blockCount == 0 || marking || sweepNext < blockTop {
		return
	}
	stressCount++
	if stressCount >= stressEvery {
		stressCount = 0
		if sweeping {
			endSweep()
		}
		startMarking(0)
	}
}

func shadow(b uintptr) *uintptr {
	return word((blockBytes+blockCount+wordSize-1)&^(wordSize-1) + b*wordSize)
}

// checkMarked ends the program if something that is in use is not marked.
func checkMarked() {
	for b := uintptr(0); b < blockTop; b++ {
		w := blockWord(b)
		*shadow(b) = *w
		switch code := *blockByte(b); {
		case code == blockLarge:
			*w &^= largeMarked
		case code >= blockSlab:
			*w = 0
		}
	}
	stepping = false
	lists := uintptr(unsafe.Pointer(&freeSlots))
	markRange(uintptr(unsafe.Pointer(&dataStart)), uintptr(unsafe.Pointer(&dataEnd)))
	markRange(uintptr(unsafe.Pointer(&bssStart)), lists)
	markRange(lists+unsafe.Sizeof(freeSlots), uintptr(unsafe.Pointer(&bssEnd)))
	stepping = true
	for b := uintptr(0); b < blockTop; b++ {
		w := blockWord(b)
		if *blockByte(b) >= blockSlab && *w&^*shadow(b) != 0 {
			printstring("block ")
			printuint32(uint32(b))
			printstring(", code ")
			printuint32(uint32(*blockByte(b)))
			printnl()
			fatal("gcstress: an object in use is not marked")
		}
		*w = *shadow(b)
	}
}
