//go:build esp32c3 || esp32s3

package machine

import "device/esp"

// flashArea is the part of the flash that is the device, once it was looked for; flashHead is what was
// read for that: not on the stack, where it would have to be allocated.
var (
	flashArea struct {
		start, end uintptr
		known      bool
	}
	flashHead [32]byte
)

// FlashDataStart is the place in the flash chip, counted from its first byte, of the first block of Flash.
// A program with an image of its own has all that lies behind it. An application of ESP-IDF's boot
// loader has the first partition for a file system (FAT, SPIFFS, LittleFS), or, if there is none, the
// rest of its own partition.
func FlashDataStart() uintptr {
	findFlashArea()
	return flashArea.start
}

// FlashDataEnd is the place behind the last block.
func FlashDataEnd() uintptr {
	findFlashArea()
	return flashArea.end
}

func findFlashArea() {
	if flashArea.known {
		return
	}
	flashArea.known = true
	var image uintptr
	end := flashSize()
	if flashMapped() {
		image = uintptr(esp.MMU_TABLE[0].Get()&esp.MMU_PAGE_Msk) << 16
	}
	if image != 0 {
		start, behind, files := flashPartition(image, end)
		if files {
			flashArea.start, flashArea.end = start, behind
			return
		}
		end = behind
	}
	flashArea.start = (flashImageEnd(image, end) + flashEraseBlock - 1) &^ (flashEraseBlock - 1)
	flashArea.end = end &^ (flashEraseBlock - 1)
}

// flashSize is the number of bytes of the flash chip, of which addresses of 24 bits reach 16 MB. The
// third byte of its number is the logarithm of the size.
func flashSize() uintptr {
	flashAnswer(flashHead[:3], esp.SPI_MEM_USER_USR_MISO, flashReadNumber, 0)
	switch log := flashHead[2]; {
	case log < 16 || log > 32:
		return 0 // nobody answers
	case log > 24:
		return 1 << 24
	default:
		return 1 << log
	}
}

// flashImageEnd is the place behind an image in the flash: a header, segments, a checksum at the end of
// 16 bytes, and a hash if the header says so (esptool, "Firmware Image Format"). Where there is no image, because the
// program came into the RAM by another way, it is where it would begin.
func flashImageEnd(image, limit uintptr) uintptr {
	flashReadAt(flashHead[:24], image)
	if flashHead[0] != 0xe9 {
		return image
	}
	segments, hash := flashHead[1], flashHead[23]
	at := image + 24
	for ; segments != 0 && at < limit; segments-- {
		flashReadAt(flashHead[:8], at)
		at += 8 + flashWord(4)
	}
	at = (at + 16) &^ 15
	if hash == 1 {
		at += 32
	}
	return at
}

// flashPartition finds the first partition for files in the partition table (ESP-IDF Programming Guide,
// "Partition Tables"); if there is none, that of the image, or an empty one.
func flashPartition(image, limit uintptr) (start, end uintptr, files bool) {
	const table, length, magic = 0x8000, 0xc00, 0x50aa
	start, end = image, image
	for at := uintptr(table); at < table+length; at += uintptr(len(flashHead)) {
		flashReadAt(flashHead[:], at)
		if flashWord(0)&0xffff != magic {
			break
		}
		kind, from, size := flashHead[2], flashWord(4), flashWord(8)
		if from > limit || size > limit-from {
			continue
		}
		const data, fat, littleFS = 1, 0x81, 0x83
		if kind == data && flashHead[3] >= fat && flashHead[3] <= littleFS {
			return from, from + size, true
		}
		if from == image {
			end = from + size
		}
	}
	return start, end, false
}

// flashWord is the word at that byte of what was read.
func flashWord(at int) uintptr {
	b := flashHead[at : at+4]
	return uintptr(b[0]) | uintptr(b[1])<<8 | uintptr(b[2])<<16 | uintptr(b[3])<<24
}
