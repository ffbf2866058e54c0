"""Boots a UF2 file in rp2040py and is the host on its USB port.

Arguments: the UF2 file, and a JSON list of what the host does once the program has had the device
enumerated by the emulator's own host: ["run", milliseconds], ["send", text], ["lines", dtr, rts],
["speed", bits a second], ["setup", [8 bytes]] (prints what comes back: the packets as hexadecimal,
or "stall", or "nothing"), ["reset"] (a reset on the bus), ["suspend"], ["resume"], ["take", true or
false] (whether the host takes packets of the serial port), ["out", [8 bytes], hexadecimal] (a SETUP
packet with data behind it). First may come ["revision", n], of the chip.

Standard output is one JSON object: the text of the serial port on USB, that of UART0, the answers to
"setup", the packets of endpoint 3, the descriptors, whether the device was connected, whether the
processor is in the mask ROM at the end, the watchdog's scratch registers at each reset that it caused, and each access to a
register that the emulator does not have; at which microseconds of their frame packets of the serial port
were given to the controller, whether the begin of a frame is an interrupt at the end, and for each
change of what the controller is connected with: its value, the register of pin 15 and its pad's, and
both again at the end.

The emulator's flash chip has no number of its own: the command for it is added here; so are frames.
"""
import json
import sys

from rp2040py.device.bootrom import BOOTROM_B1
from rp2040py.device.load_flash import load_uf2
from rp2040py.peripherals import usb as registers
from rp2040py.rp2040 import RP2040
from rp2040py.simulator import Simulator
from rp2040py.usb.cdc import USBCDC

from rp2040 import ROM_END, NANOSECONDS, Collector

NUMBER = bytes([0xE6, 0x60, 0x58, 0x38, 0x83, 0x17, 0x2A, 0x2F])
BUFFER_CONTROL = 0x80
STALL = 1 << 11


class Board:
    def __init__(self, uf2):
        self.chip = RP2040()
        self.chip.logger = Collector()
        self.simulator = Simulator(rp2040=self.chip)
        self.chip.load_bootrom(BOOTROM_B1)
        load_uf2(uf2, self.chip)
        self.number_of_the_flash()
        self.usb = self.chip.usb_ctrl
        self.host = USBCDC(self.usb)
        self.text, self.uart, self.answers, self.restarts = bytearray(), bytearray(), [], []
        self.reports = []
        self.connected, self.takes = False, True
        self.held = []
        self.chip.uart[0].on_byte = self.uart.append
        self.host.on_serial_data = self.text.extend
        self.host.on_device_connected = lambda: setattr(self, "connected", True)
        self.chip.watchdog.on_watchdog_trigger = self.restart
        self.control = None
        self.frame, self.suspended, self.given, self.muxing = 0, False, [], []
        self.frames = self.simulator.clock.create_alarm(self.begin_frame)
        self.frames.schedule(NANOSECONDS)
        self.hook_registers()
        self.hook_control()
        self.simulator.stopped = False

    def number_of_the_flash(self):
        ssi = self.chip.ssi
        known = ssi._shift_byte

        def shift(byte):
            answer = known(byte)
            sent = ssi._tx_buffer
            if sent[0] == 0x4B and 5 <= len(sent) - 1 < 13:
                return NUMBER[len(sent) - 6]
            return answer

        ssi._shift_byte = shift

    def begin_frame(self):
        self.frame = self.simulator.clock.nanos
        self.frames.schedule(NANOSECONDS)
        if self.connected and not self.suspended:
            self.usb._int_raw |= registers.INTR_DEV_SOF
            self.usb.check_interrupts()

    def pin15(self):
        at = [0x40014000 + 15 * 8 + 4, 0x4001C000 + 4 + 15 * 4]
        return [self.chip.read_uint32(register) for register in at]

    def hook_registers(self):
        read, write = self.usb.read_uint32, self.usb.write_uint32

        def reads(offset):
            if offset == registers.SOF_RD:
                self.usb._int_raw &= ~registers.INTR_DEV_SOF
                self.usb.check_interrupts()
            return read(offset)

        def writes(offset, value):
            if offset == registers.USB_MUXING:
                self.muxing.append([value, *self.pin15()])
            write(offset, value)

        self.usb.read_uint32, self.usb.write_uint32 = reads, writes

    def hook_control(self):
        """Sees packets of endpoint 0 when the script asks, before the emulator's host does."""
        theirs = self.usb.on_endpoint_write

        def written(endpoint, data):
            if endpoint == 0 and self.control is not None:
                self.control.append(bytes(data).hex())
                return
            if endpoint == 3:
                self.reports.append(bytes(data).hex())
                return
            theirs(endpoint, data)

        self.usb.on_endpoint_write = written
        updated = self.usb.dpram_updated

        def dpram(offset, value):
            if offset == BUFFER_CONTROL + 16 and value & 1 << 10:
                self.given.append((self.simulator.clock.nanos - self.frame) // 1000)
            if not self.takes and offset == BUFFER_CONTROL + 16 and value & 1 << 10:
                self.held.append((offset, value))
                return
            updated(offset, value)

        self.usb.dpram_updated = dpram

    def restart(self):
        self.restarts.append([f"{word:#010x}" for word in self.chip.watchdog.scratch_data])
        self.chip.enter_reset(from_watchdog=True)

    def run(self, milliseconds):
        """Runs for exactly this time of the chip: the emulator itself stops by this computer's clock,
        so at another place each time."""
        over = []
        end = self.simulator.clock.create_alarm(lambda: over.append(self.simulator.stop()))
        end.schedule(milliseconds * NANOSECONDS)
        while not over:
            self.simulator.stopped = False
            self.simulator._execute_batch()

    def setup(self, packet):
        self.control = []
        for side in (0, 4):
            self.chip.usb_dpram[BUFFER_CONTROL + side + 1] &= 0xF7
        self.usb.send_setup_packet(bytes(packet))
        self.run(2)
        word = int.from_bytes(self.chip.usb_dpram[BUFFER_CONTROL : BUFFER_CONTROL + 4], "little")
        if word & STALL:
            assert self.usb._ep_stall_arm == 3 and not self.control
            self.control = ["stall"]
        self.answers.append(self.control or ["nothing"])
        self.control = None

    def play(self, what, *args):
        if what == "run":
            self.run(*args)
        elif what == "send":
            for byte in args[0].encode():
                self.host.send_serial_byte(byte)
        elif what == "lines":
            self.host.set_control_lines(dtr=args[0], rts=args[1])
            self.run(1)
        elif what == "speed":
            self.host.set_line_coding(args[0])
            self.run(1)
        elif what == "setup":
            self.setup(args[0])
        elif what == "out":
            self.control = []
            self.usb.send_setup_packet(bytes(args[0]))
            self.run(1)
            self.usb.endpoint_read_done(0, bytes.fromhex(args[1]))
            self.run(1)
            self.answers.append(self.control or ["nothing"])
            self.control = None
        elif what == "reset":
            self.usb.on_reset_received = None
            self.usb._sie_status |= registers.SIE_BUS_RESET
            self.usb._sie_status_updated()
            self.run(1)
        elif what == "suspend":
            self.suspended = True
            self.usb._sie_status |= registers.SIE_SUSPENDED
            self.usb._sie_status_updated()
            self.usb._sie_status &= ~registers.SIE_SUSPENDED
            self.run(1)
        elif what == "resume":
            self.suspended = False
            self.usb._sie_status |= registers.SIE_RESUME
            self.usb._sie_status_updated()
            self.run(1)
        elif what == "take":
            self.takes = args[0]
            held, self.held = self.held, []
            for offset, value in held:
                self.usb.dpram_updated(offset, value)
        else:
            raise ValueError(what)


def main(uf2, plan):
    board, plan = Board(uf2), json.loads(plan)
    if plan and plan[0][0] == "revision":
        chip_id = plan.pop(0)[1] << 28 | 0x2927
        board.chip.peripherals[0x40000].read_uint32 = lambda offset: chip_id if offset == 0 else 0
    board.run(40)
    for step in plan:
        board.play(*step)
    pc = board.chip.core.pc
    return {
        "text": board.text.decode("utf-8", "replace"),
        "uart": board.uart.decode("utf-8", "replace"),
        "answers": board.answers,
        "descriptors": bytes(board.host._descriptors).hex(),
        "connected": board.connected,
        "reports": board.reports,
        "in_rom": pc < ROM_END,
        "restarts": board.restarts,
        "unimplemented": list(board.chip.logger.seen),
        "given": board.given,
        "watched": bool(board.usb._int_enable & registers.INTR_DEV_SOF),
        "muxing": board.muxing,
        "pin15": board.pin15(),
    }


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:]), sys.stdout)
    print()
