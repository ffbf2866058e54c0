"""Executes a function of an RV32 ELF file and prints, as JSON, what it does to the outside: each read
and write below the stack's memory, each bit cleared in a CSR, and each call of an address that the file does not have.

Arguments: the ELF file, the function's name, and, if there is more to say, an object in JSON: "arguments"
of the function, "values" that a register has from the beginning of each read on, one after the other,
"code", the begin and end of the memory that instructions may come from, "memory", those of memory whose
accesses are not printed, and "fences": these are printed, too. Known are the instructions that start code is made of
(RISC-V unprivileged specification, chapters 2 and 27: RV32I and what of RVC is met); another one is
an error. Another register that is read is what was written to it, at first 0xffffffff.
"""
import json
import struct
import sys


class Elf:
    def __init__(self, data):
        self.parts, self.symbols = [], {}
        phoff, shoff = struct.unpack_from("<II", data, 28)
        phsize, phnum, shsize, shnum = struct.unpack_from("<HHHH", data, 42)
        for i in range(phnum):
            kind, offset, vaddr, _, size = struct.unpack_from("<IIIII", data, phoff + i * phsize)
            if kind == 1:
                self.parts.append((vaddr, data[offset : offset + size]))
        headers = [struct.unpack_from("<10I", data, shoff + i * shsize) for i in range(shnum)]
        for header in headers:
            if header[1] == 2:
                names = headers[header[6]][4]
                for at in range(header[4], header[4] + header[5], 16):
                    name, value = struct.unpack_from("<II", data, at)
                    end = data.index(0, names + name)
                    self.symbols[data[names + name : end].decode()] = value

    def half(self, address):
        for start, data in self.parts:
            if start <= address < start + len(data):
                return struct.unpack_from("<H", data, address - start)[0]
        return None


def signed(value, bits):
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


class Core:
    STACK = 0x3FC8F000
    RETURN = 0xFFFF0000

    def __init__(self, elf, more):
        self.elf, self.x, self.memory, self.trace = elf, [0] * 32, {}, []
        self.x[1], self.x[2] = self.RETURN, self.STACK
        self.values = {int(at): values for at, values in more.get("values", {}).items()}
        self.code = more.get("code", [0, 1 << 32])
        self.plain, self.fences = more.get("memory", [0, 0]), more.get("fences")
        for i, value in enumerate(more.get("arguments", [])):
            self.x[10 + i] = value

    def set(self, register, value):
        if register:
            self.x[register] = value & 0xFFFFFFFF

    def seen(self, address, *step):
        stack = self.STACK - 256 <= address < self.STACK
        if not stack and not self.plain[0] <= address < self.plain[1]:
            self.trace.append([*step])

    def load(self, register, address, mask=0xFFFFFFFF):
        address &= 0xFFFFFFFF
        value = self.memory.get(address, 0xFFFFFFFF)
        if self.values.get(address):
            value = self.values[address].pop(0)
        self.seen(address, "read", address)
        self.set(register, value & mask)

    def store(self, register, address, mask=0xFFFFFFFF):
        address &= 0xFFFFFFFF
        self.memory[address] = self.x[register] & mask
        self.seen(address, "write", address, self.x[register] & mask)

    def run(self, pc):
        for _ in range(10000):
            if pc == self.RETURN:
                return
            assert self.code[0] <= pc < self.code[1], f"an instruction at {pc:#x}"
            low = self.elf.half(pc)
            if low is None:
                self.trace.append(["call", pc, self.x[10]])
                # The called function may change all of these.
                for register in [5, 6, 7, *range(10, 18), 28, 29, 30, 31]:
                    self.x[register] = 0xDEAD0000 + register
                pc = self.x[1]
            elif low & 3 == 3:
                pc = self.wide(pc, low | self.elf.half(pc + 2) << 16)
            else:
                pc = self.narrow(pc, low)
        raise RuntimeError("it does not end")

    def wide(self, pc, w):
        op, rd, rs1, rs2, f3 = w & 0x7F, w >> 7 & 31, w >> 15 & 31, w >> 20 & 31, w >> 12 & 7
        imm = signed(w >> 20, 12)
        if op == 0x37:
            self.set(rd, w & 0xFFFFF000)
        elif op == 0x17:
            self.set(rd, pc + (w & 0xFFFFF000))
        elif op == 0x13 and f3 in (0, 7):
            self.set(rd, self.x[rs1] + imm if f3 == 0 else self.x[rs1] & imm)
        elif op == 0x13 and f3 in (1, 5) and w >> 25 == 0:
            self.set(rd, self.x[rs1] << rs2 if f3 == 1 else self.x[rs1] >> rs2)
        elif op == 0x03 and f3 in (2, 4):
            self.load(rd, self.x[rs1] + imm, 0xFF if f3 == 4 else 0xFFFFFFFF)
        elif op == 0x23 and f3 in (0, 2):
            mask = 0xFF if f3 == 0 else 0xFFFFFFFF
            self.store(rs2, self.x[rs1] + signed((w >> 25) << 5 | rd, 12), mask)
        elif op == 0x33 and f3 == 6 and w >> 25 == 0:
            self.set(rd, self.x[rs1] | self.x[rs2])
        elif op == 0x67:
            target = (self.x[rs1] + imm) & 0xFFFFFFFE
            self.set(rd, pc + 4)
            return target
        elif op == 0x6F:
            offset = (w >> 31) << 20 | (w >> 12 & 0xFF) << 12 | (w >> 20 & 1) << 11 | (w >> 21 & 0x3FF) << 1
            self.set(rd, pc + 4)
            return (pc + signed(offset, 21)) & 0xFFFFFFFF
        elif op == 0x63 and f3 in (0, 1, 4, 5):
            offset = (w >> 31) << 12 | (w >> 7 & 1) << 11 | (w >> 25 & 63) << 5 | (w >> 8 & 15) << 1
            less = signed(self.x[rs1], 32) < signed(self.x[rs2], 32)
            if less == (f3 == 4) if f3 > 3 else (self.x[rs1] == self.x[rs2]) == (f3 == 0):
                return pc + signed(offset, 13)
        elif op == 0x73 and f3 == 7:  # csrci
            self.trace.append(["clear", w >> 20, rs1])
        elif op == 0x0F:
            if self.fences:
                self.trace.append(["fence.i" if f3 == 1 else "fence"])
        else:
            raise RuntimeError(f"unknown instruction {w:#010x} at {pc:#x}")
        return pc + 4

    def narrow(self, pc, h):
        kind, rd, rs2 = (h & 3) << 3 | h >> 13, h >> 7 & 31, h >> 2 & 31
        a, b = 8 + (h >> 7 & 7), 8 + (h >> 2 & 7)
        imm = signed(h >> 7 & 32 | rs2, 6)
        offset = (h >> 10 & 7) << 3 | (h >> 6 & 1) << 2 | (h >> 5 & 1) << 6
        if kind == 0b00_010:
            self.load(b, self.x[a] + offset)
        elif kind == 0b00_110:
            self.store(b, self.x[a] + offset)
        elif kind == 0b01_000:
            self.set(rd, self.x[rd] + imm)
        elif kind == 0b01_010:
            self.set(rd, imm)
        elif kind == 0b01_011 and rd == 2:
            n = (h >> 12 & 1) << 9 | (h >> 3 & 3) << 7 | (h >> 5 & 1) << 6 | (h >> 2 & 1) << 5 | (h >> 6 & 1) << 4
            self.set(2, self.x[2] + signed(n, 10))
        elif kind == 0b01_011:
            self.set(rd, imm << 12)
        elif kind == 0b01_100 and h >> 10 & 3 == 0:
            self.set(a, self.x[a] >> (h >> 7 & 32 | rs2))
        elif kind == 0b01_100 and h >> 10 & 3 == 2:
            self.set(a, self.x[a] & imm)
        elif kind == 0b01_100 and h >> 10 & 7 == 3 and h >> 5 & 3 == 2:
            self.set(a, self.x[a] | self.x[b])
        elif kind in (0b01_110, 0b01_111):
            place = {12: 8, 11: 4, 10: 3, 6: 7, 5: 6, 4: 2, 3: 1, 2: 5}
            if (self.x[a] == 0) == (kind == 0b01_110):
                return pc + signed(sum((h >> bit & 1) << to for bit, to in place.items()), 9)
        elif kind == 0b10_000:
            self.set(rd, self.x[rd] << (h >> 7 & 32 | rs2))
        elif kind in (0b01_001, 0b01_101):
            if kind == 0b01_001:
                self.set(1, pc + 2)
            # Bits of the instruction to bits of the offset.
            order = {12: 11, 11: 4, 10: 9, 9: 8, 8: 10, 7: 6, 6: 7, 5: 3, 4: 2, 3: 1, 2: 5}
            return pc + signed(sum((h >> bit & 1) << place for bit, place in order.items()), 12)
        elif kind == 0b10_010:
            self.load(rd, self.x[2] + ((h >> 4 & 7) << 2 | (h >> 12 & 1) << 5 | (h >> 2 & 3) << 6))
        elif kind == 0b10_110:
            self.store(rs2, self.x[2] + ((h >> 9 & 15) << 2 | (h >> 7 & 3) << 6))
        elif kind == 0b10_100 and rs2 == 0 and rd:
            target = self.x[rd]
            if h >> 12 & 1:
                self.set(1, pc + 2)
            return target
        elif kind == 0b10_100 and rd:
            self.set(rd, self.x[rs2] + (self.x[rd] if h >> 12 & 1 else 0))
        else:
            raise RuntimeError(f"unknown instruction {h:#06x} at {pc:#x}")
        return pc + 2


with open(sys.argv[1], "rb") as file:
    elf = Elf(file.read())
core = Core(elf, json.loads(sys.argv[3]) if len(sys.argv) > 3 else {})
core.run(elf.symbols[sys.argv[2]])
assert core.x[2] == Core.STACK, "the stack is not as it was"
print(json.dumps(core.trace))
