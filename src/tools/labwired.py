"""Runs one ELF file in the labwired simulator and copies its serial port to standard output.

Arguments: the ELF file, the chip, a board description to use instead (or an empty string), a Python
file with models of what the simulator lacks (or an empty string), the serial port (or an empty string), the simulated time in microseconds after which the run ends
(0: never), and what pins to tell of (or an empty string): a JSON object with "registers" (each has
"address", "first" and "last", the numbers of the pins that its bits are), "names" (of each number a
list) and "json" (how to tell). A change is a line on standard error.

The program ends when it executes a breakpoint or a semihosting exit, or when it sets the variable
embgo_exited, if there is one, to 256 + its exit status.
"""
import contextlib
import importlib.util
import json
import os
import sys
import tempfile

try:
    from labwired import Sim
except ImportError:
    sys.exit(f"error: the simulator is missing; install it with:  {sys.executable} -m pip install labwired")

# How much is simulated between two looks at the serial port: text appears soon, and the cost of
# looking does not show.
STEP_US = 500
# The same between two looks at the pins. A pulse that is shorter is missed.
PIN_STEP_US = 10


class Pins:
    """Tells of pins that change, on standard error."""

    def __init__(self, sim, watched):
        self.sim, self.registers = sim, watched["registers"]
        self.names, self.json = watched["names"], watched["json"]
        self.levels = self.read()

    def read(self):
        return [self.sim.read_u32(r["address"]) for r in self.registers]

    def look(self, micros):
        levels = self.read()
        if levels == self.levels:
            return
        for register, old, new in zip(self.registers, self.levels, levels):
            for bit in range(register["last"] - register["first"] + 1):
                if (old ^ new) >> bit & 1:
                    self.tell(micros, register["first"] + bit, new >> bit & 1)
        self.levels = levels

    def tell(self, micros, number, level):
        names = self.names.get(str(number), [])
        if self.json:
            line = json.dumps({"kind": "pin", "micros": micros, "pin": number, "names": names, "high": bool(level)})
        else:
            name = names[0] if names else f"pin {number}"
            line = f"{micros / 1000:12.3f} ms  {name} {'high' if level else 'low'}"
        print(line, file=sys.stderr, flush=True)


@contextlib.contextmanager
def told_of(path):
    """Mistakes in the user's file are told with its name."""
    try:
        yield
    except Exception as problem:
        raise RuntimeError(f"{path}: {type(problem).__name__}: {problem}") from problem


def models(sim, path):
    """What the file has beside the simulator's own models; nothing if there is no file."""
    if not path:
        return None, None
    spec = importlib.util.spec_from_file_location("parts", path)
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    with told_of(path):
        spec.loader.exec_module(module)
        return module.Parts(sim), module.STEP_US


def advance(sim, parts, parts_step, parts_file, micros):
    """Simulates so long, or until something else ends it; returns what it was."""
    if parts is None:
        return sim.run_for(f"{micros}us")
    for _ in range(0, micros, parts_step):
        with told_of(parts_file):
            parts.before()
        reason = sim.run_for(f"{parts_step}us")
        if reason.kind != "reached":
            break
    return reason


def run(sim, limit_us, parts_file, watched):
    """Returns the exit status."""
    parts, parts_step = models(sim, parts_file)
    pins = Pins(sim, json.loads(watched)) if watched else None
    longest = PIN_STEP_US if pins else STEP_US
    exited = sim.symbol("embgo_exited")
    done = 0
    while limit_us == 0 or done < limit_us:
        step = min(longest, limit_us - done) if limit_us else longest
        reason = advance(sim, parts, parts_step, parts_file, step)
        done += step
        if pins:
            pins.look(done)
        text = sim.read_uart_bytes()
        if text:
            sys.stdout.buffer.write(text)
            sys.stdout.buffer.flush()
        status = sim.read_u32(exited) if exited is not None else 0
        if status & 0x100:
            return status & 0xFF
        if reason.kind != "reached":
            return 0
    return 0


@contextlib.contextmanager
def quiet():
    """Keeps back what the simulator itself says on standard error while it starts, unless it fails:
    that is about its own set-up, and its errors come as exceptions."""
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield
        except BaseException:
            os.dup2(kept, 2)
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace"))
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def main(elf, chip, system, parts, uart, limit_us, pins):
    machine = {"system": system} if system else {"chip": chip}
    with quiet():
        simulator = Sim(elf, uart=uart or None, **machine)
    with simulator as sim:
        return run(sim, int(limit_us), parts, pins)


try:
    sys.exit(main(*sys.argv[1:]))
except (RuntimeError, ValueError, OSError) as problem:
    sys.exit(f"labwired: {problem}")
except KeyboardInterrupt:
    sys.exit(130)
