"""Runs an ELF file for the ESP32-S3 in labwired, where the functions of the chip's real mask ROM
set cache and MMU up, and prints as JSON what stands in their registers afterwards.

Argument: the ELF file.
"""
import json
import sys

from labwired import Sim

# extmem_reg.h: DCACHE_CTRL, DCACHE_CTRL1, ICACHE_CTRL, ICACHE_CTRL1; and the table of 512 entries.
REGISTERS = {"dcache": 0x600C4000, "dcache1": 0x600C4004, "icache": 0x600C4060, "icache1": 0x600C4064}
TABLE = 0x600C5000

with Sim(sys.argv[1], chip="esp32s3") as sim:
    sim.run_for("3ms")
    seen = {name: sim.read_u32(address) for name, address in REGISTERS.items()}
    seen["table"] = [sim.read_u32(TABLE + 4 * i) for i in range(512)]
    seen["text"] = sim.uart_transcript()
print(json.dumps(seen))
