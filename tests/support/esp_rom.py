"""The serial boot loader of an ESP32-C3 or ESP32-S3 on a pseudo-terminal, with a flash in a file.

Written from Espressif's description of the protocol (esptool's documentation, "Serial Protocol").
It speaks as the mask ROM does until a flasher stub is loaded into RAM and started, and from then on
as the stub: shorter status, raw MD5, reading back.

Arguments: the chip (esp32c3, esp32s3), the file with the flash's contents, and what goes wrong:
  silent        nothing is ever answered
  corrupt       one bit of what is written last comes out wrong
  hangup=N      the line drops when the N-th block of data arrives
  says=FILE     after the flash is written, the program's text: it comes once the line is open at
                115,200 baud for the second time, as a monitor opens it
  stop=N        nothing is answered from the N-th block of data on
Prints the name of the terminal, then a line for each request: its name and its numbers.
"""
import fcntl
import hashlib
import os
import select
import struct
import sys
import termios
import threading
import time
import tty
import zlib

# ioctl_tty(2): the settings of a terminal with its speed as a number, at byte 36.
TCGETS2 = 0x802C542A

CHIP_ID = {"esp32c3": 5, "esp32s3": 9}
CHIP_MAGIC = {"esp32c3": 0x1B31506F, "esp32s3": 0x9}
MAGIC_REGISTER = 0x40001000
# SPI1's first data word holds the answer to "read identification": 4 MB, GD25Q32.
SPI_DATA = 0x60002058
FLASH_ID = 0x1640C8
FLASH_SIZE = 4 << 20
SECTOR = 4096
END, ESC, ESC_END, ESC_ESC = 0xC0, 0xDB, 0xDC, 0xDD
BAD_CHECKSUM, INVALID = 0x07, 0x05

NAMES = {
    0x02: "flash_begin", 0x03: "flash_data", 0x04: "flash_end", 0x05: "mem_begin",
    0x06: "mem_end", 0x07: "mem_data", 0x08: "sync", 0x09: "write_reg", 0x0A: "read_reg",
    0x0B: "spi_set_params", 0x0D: "spi_attach", 0x0F: "change_baud", 0x10: "deflate_begin",
    0x11: "deflate_data", 0x12: "deflate_end", 0x13: "md5", 0x14: "security_info",
    0xD0: "erase_flash", 0xD1: "erase_region", 0xD2: "read_flash", 0xD3: "run_user_code",
}


class Hangup(Exception):
    """The line is to drop."""


class Rom:
    def __init__(self, chip, path, trouble):
        self.chip, self.path, self.trouble = chip, path, trouble
        self.flash = bytearray(b"\xff" * FLASH_SIZE)
        if os.path.exists(path):
            with open(path, "rb") as file:
                content = file.read()
            self.flash[: len(content)] = content
        self.stub = False
        self.blocks = 0
        self.says = next((t[5:] for t in trouble if t.startswith("says=")), None)
        self.hangup = next((int(t[7:]) for t in trouble if t.startswith("hangup=")), None)
        self.stop = next((int(t[5:]) for t in trouble if t.startswith("stop=")), None)
        self.master, slave = os.openpty()
        tty.setraw(slave, termios.TCSANOW)
        # The other end stays open here, or the terminal would end with the first user's close.
        self.slave = slave
        print(os.ttyname(slave), flush=True)

    # Frames

    def send(self, frame):
        out = bytearray([END])
        for byte in frame:
            out += bytes([ESC, ESC_END]) if byte == END else bytes([ESC, ESC_ESC]) if byte == ESC else bytes([byte])
        out.append(END)
        while out:
            del out[: os.write(self.master, out)]

    def answer(self, op, value=0, data=b"", error=0):
        status = bytes([1 if error else 0, error])
        if not self.stub:
            status += b"\0\0"
        body = data + status
        self.send(struct.pack("<BBHI", 1, op, len(body), value) + body)

    def frames(self):
        frame, escaped, inside = bytearray(), False, False
        while True:
            ready, _, _ = select.select([self.master], [], [], 120)
            if not ready:
                return
            for byte in os.read(self.master, 65536):
                if byte == END:
                    if inside and frame:
                        yield bytes(frame)
                    frame, inside, escaped = bytearray(), True, False
                elif escaped:
                    frame.append({ESC_END: END, ESC_ESC: ESC}.get(byte, byte))
                    escaped = False
                elif byte == ESC:
                    escaped = True
                elif inside:
                    frame.append(byte)

    # Requests

    def serve(self):
        for frame in self.frames():
            if len(frame) < 8 or frame[0] != 0 or "silent" in self.trouble:
                continue
            _, op, size, check = struct.unpack_from("<BBHI", frame)
            data = frame[8 : 8 + size]
            print(NAMES.get(op, hex(op)), *self.numbers(op, data), flush=True)
            handler = getattr(self, NAMES.get(op, "unknown"), None)
            if handler is None:
                self.answer(op, error=INVALID)
            elif self.is_block(op) and self.checksum(data[16:]) != check & 0xFF:
                self.answer(op, error=BAD_CHECKSUM)
            else:
                handler(op, data)

    @staticmethod
    def is_block(op):
        return op in (0x03, 0x07, 0x11)

    @staticmethod
    def checksum(data):
        value = 0xEF
        for byte in data:
            value ^= byte
        return value

    def numbers(self, op, data):
        words = struct.unpack_from(f"<{min(len(data) // 4, 4)}I", data)
        return [] if op == 0x08 else words[:1] if self.is_block(op) else words

    def sync(self, op, data):
        # The value tells ROM and stub apart: the stub's is zero.
        for _ in range(8):
            self.answer(op, value=0 if self.stub else 0x20120707)

    def security_info(self, op, data):
        self.answer(op, data=struct.pack("<IB7sII", 0, 0, b"\0" * 7, CHIP_ID[self.chip], 0))

    def read_reg(self, op, data):
        (address,) = struct.unpack_from("<I", data)
        known = {MAGIC_REGISTER: CHIP_MAGIC[self.chip], SPI_DATA: FLASH_ID}
        self.answer(op, value=known.get(address, 0))

    def write_reg(self, op, data):
        self.answer(op)

    spi_attach = spi_set_params = change_baud = mem_begin = mem_data = write_reg

    def mem_end(self, op, data):
        self.answer(op)
        self.stub = True
        self.send(b"OHAI")

    def begin(self, data):
        self.size, _, _, self.at = struct.unpack_from("<IIII", data)
        first, last = self.at // SECTOR, -(-(self.at + self.size) // SECTOR)
        self.flash[first * SECTOR : last * SECTOR] = b"\xff" * ((last - first) * SECTOR)

    def flash_begin(self, op, data):
        self.begin(data)
        self.answer(op)

    def deflate_begin(self, op, data):
        self.begin(data)
        self.inflate = zlib.decompressobj()
        self.answer(op)

    def store(self, data):
        self.blocks += 1
        if self.blocks == self.hangup:
            raise Hangup
        while self.blocks == self.stop:
            time.sleep(1)
        if "corrupt" in self.trouble and data:
            data = data[:-1] + bytes([data[-1] ^ 0x10])
        # Flash cells can only be cleared; erasing sets them.
        for i, byte in enumerate(data):
            self.flash[self.at + i] &= byte
        self.at += len(data)

    def flash_data(self, op, data):
        self.store(data[16:])
        self.answer(op)

    def deflate_data(self, op, data):
        self.store(self.inflate.decompress(data[16:]))
        self.answer(op)

    def flash_end(self, op, data):
        self.save()
        self.answer(op)
        if self.says:
            threading.Thread(target=self.program, args=(self.says,), daemon=True).start()
            self.says = None

    def program(self, name):
        """Speaks as the program does."""
        speed = 0
        while speed != 115200:
            time.sleep(0.05)
            settings = bytearray(44)
            fcntl.ioctl(self.slave, TCGETS2, settings)
            (speed,) = struct.unpack_from("<I", settings, 36)
        # Until the line is set up.
        time.sleep(0.3)
        with open(name, "rb") as file:
            os.write(self.master, file.read())

    deflate_end = flash_end

    def md5(self, op, data):
        at, size = struct.unpack_from("<II", data)
        digest = hashlib.md5(self.flash[at : at + size])
        self.answer(op, data=digest.digest() if self.stub else digest.hexdigest().encode())

    def erase_flash(self, op, data):
        self.flash[:] = b"\xff" * FLASH_SIZE
        self.save()
        self.answer(op)

    def erase_region(self, op, data):
        at, size = struct.unpack_from("<II", data)
        self.flash[at : at + size] = b"\xff" * size
        self.answer(op)

    def read_flash(self, op, data):
        at, size, block, _ = struct.unpack_from("<IIII", data)
        self.answer(op)
        for start in range(at, at + size, block):
            self.send(self.flash[start : min(start + block, at + size)])
        self.send(hashlib.md5(self.flash[at : at + size]).digest())

    def run_user_code(self, op, data):
        self.stub = False

    def save(self):
        with open(self.path, "wb") as file:
            file.write(self.flash)


def main(chip, path, *trouble):
    rom = Rom(chip, path, trouble)
    try:
        rom.serve()
    except (Hangup, OSError):
        os.close(rom.slave)
        os.close(rom.master)


main(*sys.argv[1:])
