"""Runs an ELF file in the labwired simulator and prints when a bit of a register changes.

Arguments: ELF file, chip, register address, bit, step in microseconds, number of steps, serial
port (may be empty). Prints one JSON object: the times of the changes in microseconds, the text on
the port.
"""
import json
import sys

from labwired import Sim

elf, chip, address, bit, step, steps, uart = sys.argv[1:]
address, bit, step, steps = int(address, 0), int(bit), int(step), int(steps)
changes = []
with Sim(elf, chip=chip, uart=uart or None) as sim:
    last = None
    for i in range(steps):
        sim.run_for(f"{step}us")
        now = sim.read_u32(address) >> bit & 1
        if last is not None and now != last:
            changes.append((i + 1) * step)
        last = now
    text = sim.uart_transcript()
print(json.dumps({"changes": changes, "text": text}))
