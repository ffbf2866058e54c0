"""Runs one ELF file in the labwired simulator and copies its serial port to standard output.

Arguments: the ELF file, the chip, the serial port (or an empty string), the simulated time in
microseconds after which the run ends (0: never).
"""
import sys

try:
    from labwired import Sim
except ImportError:
    sys.exit(f"the simulator is missing; install it with:  {sys.executable} -m pip install labwired")

# How much is simulated between two looks at the serial port: text appears soon, and the cost of
# looking does not show.
STEP_US = 500


def main(elf, chip, uart, limit_us):
    limit_us = int(limit_us)
    with Sim(elf, chip=chip, uart=uart or None) as sim:
        done = 0
        while limit_us == 0 or done < limit_us:
            step = min(STEP_US, limit_us - done) if limit_us else STEP_US
            reason = sim.run_for(f"{step}us")
            done += step
            text = sim.read_uart_bytes()
            if text:
                sys.stdout.buffer.write(text)
                sys.stdout.buffer.flush()
            print(reason.kind, file=sys.stderr)


try:
    main(*sys.argv[1:])
except (RuntimeError, ValueError, OSError) as problem:
    sys.exit(f"labwired: {problem}")
except KeyboardInterrupt:
    sys.exit(130)
