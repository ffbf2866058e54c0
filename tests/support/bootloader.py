"""Runs a program that enters its chip's boot loader, in the simulator labwired, and tells registers.

Arguments: ELF, the simulator's name of the chip, its serial port or "", milliseconds, the address of
a boot loader in ROM or 0, and addresses to read at the end. The simulator has no such ROM: for one,
there is a vector table, and a program that stores its stack pointer at the end of the first 64 KB of
the RAM and stops. Prints JSON: the serial port's text and the words at the addresses.
"""

import json
import pathlib
import sys
import tempfile

import labwired
from labwired import Sim

CONFIGS = pathlib.Path(labwired.__file__).parent / "configs"
STACK, TOLD = 0x20001000, 0x2000FFFC
# ldr r0, =TOLD; mov r1, sp; str r1, [r0]; b .; nop; nop
PROGRAM = [0x46694802, 0xE7FE6001, 0xBF00BF00, TOLD]


def machine(chip, rom, folder):
    """The simulator's description of the chip with a ROM."""
    text = (CONFIGS / "chips" / f"{chip}.yaml").read_text()
    text = text.replace('"../', f'"{CONFIGS}/')
    # Its SYSCFG (RM0090, 9.2) is missing, too.
    region = f'  - name: "system"\n    base: {rom:#x}\n    size: "32KB"\n'
    if "0x40013800" not in text.lower():
        region += '  - name: "syscfg"\n    base: 0x40013800\n    size: "1KB"\n'
    if "\nmemory_regions:\n" in text:
        text = text.replace("\nmemory_regions:\n", "\nmemory_regions:\n" + region, 1)
    else:
        text += "\nmemory_regions:\n" + region
    (folder / "chip.yaml").write_text(text)
    (folder / "system.yaml").write_text("name: board\nchip: chip.yaml\n")
    return str(folder / "system.yaml")


def main(elf, chip, uart, milliseconds, rom, *addresses):
    port = {"uart": uart} if uart else {}
    rom = int(rom, 0)
    with tempfile.TemporaryDirectory() as folder:
        if rom:
            sim = Sim(elf, system=machine(chip, rom, pathlib.Path(folder)), **port)
            for i, word in enumerate([STACK, rom + 8 | 1, *PROGRAM]):
                sim.write_u32(rom + 4 * i, word)
        else:
            sim = Sim(elf, chip=chip, **port)
        sim.run_for(f"{milliseconds}ms")
        words = {address: sim.read_u32(int(address, 0)) for address in addresses}
        print(json.dumps({"text": sim.uart_transcript(), "words": words}))


main(*sys.argv[1:])
