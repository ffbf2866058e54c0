"""Runs an ELF file on a simulated board with devices, plays a script and prints what the serial port
said.

Arguments: ELF file, chip (the simulator's, or one described here), serial port (may be empty), folder for the board's description, and a JSON
object: "devices" and "pins" (external_devices and board_io of a system file), "chip" (lines to put
before the chip's own peripherals), "less" (replacements in the chip's description), "script": a list of ["run", "5ms"], ["pin", id, level],
["input", name, value], ["send", text], ["write", address, value], ["read", address]: prints a word.
"""
import json
import sys
from pathlib import Path

import labwired

elf, chip, uart, folder, plan = sys.argv[1:]
plan, folder = json.loads(plan), Path(folder)
here = Path(__file__).parent
configs = Path(labwired.__file__).parent / "configs"
own = here / f"{chip}.yaml"
text = (own if own.exists() else configs / "chips" / f"{chip}.yaml").read_text()
text = text.replace("HERE/", f"{here}/")
text = text.replace("../peripherals/", f"{configs}/peripherals/")
text = text.replace("\nperipherals:\n", "\nperipherals:\n" + plan.get("chip", ""))
for old, new in plan.get("less", []):
    assert old in text, old
    text = text.replace(old, new, 1)
(folder / "chip.yaml").write_text(text)
system = {
    "name": "board",
    "chip": str(folder / "chip.yaml"),
    "external_devices": plan.get("devices", []),
    "board_io": plan.get("pins", []),
}
# JSON is YAML, too.
(folder / "board.yaml").write_text(json.dumps(system))
with labwired.Sim(elf, system=folder / "board.yaml", uart=uart or None) as sim:
    for what, *args in plan["script"]:
        if what == "run":
            sim.run_for(*args)
        elif what == "pin":
            sim.set_pin(*args)
        elif what == "input":
            sim.set_input(*args)
        elif what == "send":
            sim.send(*args)
        elif what == "write":
            sim.write_u32(*args)
        elif what == "read":
            print(f"{args[0]:#x} {sim.read_u32(*args):#x}")
    print(sim.uart_transcript(), end="")
