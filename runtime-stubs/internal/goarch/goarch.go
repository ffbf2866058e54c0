// Package goarch describes the processor: 32 bits, little endian.
package goarch

// GOARCH is what drivers expect on a microcontroller, on RISC-V too.
const GOARCH = "arm"

// ArchFamilyType is a family of processors.
type ArchFamilyType int

const (
	AMD64 ArchFamilyType = iota
	ARM
	ARM64
	I386
	LOONG64
	MIPS
	MIPS64
	PPC64
	RISCV64
	S390X
	WASM
)

const (
	// PtrSize is the size of a pointer in bytes.
	PtrSize = 4
	// PtrBits is the size of a pointer in bits.
	PtrBits = 32
	// ArchFamily is the processor's.
	ArchFamily = ARM
	// BigEndian is false: the low byte of a word comes first.
	BigEndian = false
	// DefaultPhysPageSize is of no meaning without pages.
	DefaultPhysPageSize = 4096
	// PCQuantum is the size of the smallest instruction.
	PCQuantum = 2
	// Int64Align is the alignment of 64-bit integers, as in the C ABI.
	Int64Align = 8
	// MinFrameSize is the size of the smallest stack frame.
	MinFrameSize = 0
	// StackAlign is the alignment of the stack pointer.
	StackAlign = 8
)

const (
	Is386         = 0
	IsAmd64       = 0
	IsArm         = 1
	IsArmbe       = 0
	IsArm64       = 0
	IsArm64be     = 0
	IsLoong64     = 0
	IsMips        = 0
	IsMipsle      = 0
	IsMips64      = 0
	IsMips64le    = 0
	IsMips64p32   = 0
	IsMips64p32le = 0
	IsPpc         = 0
	IsPpc64       = 0
	IsPpc64le     = 0
	IsRiscv       = 0
	IsRiscv64     = 0
	IsS390        = 0
	IsS390x       = 0
	IsSparc       = 0
	IsSparc64     = 0
	IsWasm        = 0
)
