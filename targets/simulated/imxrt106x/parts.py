"""What the simulator labwired has no model of in the MIMXRT1064 and the MIMXRT1062, and their programs
wait for (IMXRT1060RM, "DCDC", "CCM", "FlexSPI", "General Purpose Timer", "LPUART"): voltage and PLL are
ready when the program has asked for them, and FlexSPI's reset is over; a command to the flash is done at
once, and changes nothing. GPT1 counts microseconds while it runs, and interrupts at its compare value;
a serial port interrupts while it holds a byte.
"""

# How long a step may be that is simulated between two calls of before(), in microseconds.
STEP_US = 1

DCDC, PLL_ARM, RTWDOG, GPT = 0x40080000, 0x400D8000, 0x400BC000, 0x401EC000
FLEXSPI = (0x402A8000, 0x402A4000)
CR, IR, OCR1, CNT = 0x0, 0xC, 0x10, 0x24
ISPR, GPT_IRQ = 0xE000E200, 100
# LPUART1 and LPUART6, with their interrupts.
LPUARTS = ((0x40184000, 20), (0x40198000, 25))
STAT, CTRL, RECEIVED = 0x14, 0x18, 1 << 21


class Parts:
    def __init__(self, sim):
        self.sim, self.count = sim, 0
        # The watchdog's register as it is after a reset.
        sim.write_u32(RTWDOG, 0x2980)

    def interrupt(self, number):
        self.sim.write_u32(ISPR + number // 32 * 4, 1 << number % 32)

    def before(self):
        """Is called before each step."""
        sim = self.sim
        if sim.read_u32(DCDC + 0xC) & 0x1F:
            sim.write_u32(DCDC, 1 << 31)
        pll = sim.read_u32(PLL_ARM)
        if pll & 1 << 13 and not pll >> 31:
            sim.write_u32(PLL_ARM, pll | 1 << 31)
        for control in FLEXSPI:
            if sim.read_u32(control) & 1:
                sim.write_u32(control, 0)
        if sim.read_u32(GPT + CR) & 1:
            self.count += 1
            sim.write_u32(GPT + CNT, self.count)
            if sim.read_u32(GPT + IR) & 1 and self.count == sim.read_u32(GPT + OCR1):
                self.interrupt(GPT_IRQ)
        for port, number in LPUARTS:
            if sim.read_u32(port + STAT) & RECEIVED and sim.read_u32(port + CTRL) & RECEIVED:
                self.interrupt(number)
