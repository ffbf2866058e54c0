"""Runs a program for the MIMXRT1064 in the simulator labwired, for steps of a microsecond.

What the simulator lacks is in parts.py beside the system file. This script adds a boot ROM with the
interface to the boot loader.

Arguments: ELF, system file, steps, text to send, addresses to look at. Prints JSON: the text of the
serial port, the changes of GPIO1 with GPT1's microseconds and the steps since reset, for how many
steps the serial port held what was sent, registers and the words at the addresses at the end.
"""

import importlib.util
import json
import os
import sys

from labwired import Sim

sys.dont_write_bytecode = True

GPIO1, LPUART_STAT = 0x401B8000, 0x40184014
# The boot ROM's interface by IMXRT1060RM, "ROM APIs": the third word of the table starts the boot loader.
# This one keeps what it is asked for, with the region of the memory protection that lets it run.
ROM, TREE, RUN = 0x200000, 0x200100, 0x200200
# ldr r1, [r0]; ldr r2, =TOLD; str r1, [r2]; b .; TOLD
ROM_CODE = [0x4A016801, 0xE7FE6011, 0x2027FFFC]

# What the reference manual wants to be set up, with the names of its registers.
SHOWN = {
    "IOMUXC_GPR14": 0x400AC038,
    "IOMUXC_GPR16": 0x400AC040,
    "IOMUXC_GPR17": 0x400AC044,
    "RTWDOG_CS": 0x400BC000,
    "DCDC_REG3": 0x4008000C,
    "CCM_ANALOG_PLL_ARM": 0x400D8000,
    "CCM_CACRR": 0x400FC010,
    "CCM_CBCDR": 0x400FC014,
    "CCM_CBCMR": 0x400FC018,
    "CCM_CSCMR1": 0x400FC01C,
    "CCM_CSCDR1": 0x400FC024,
    "GPT1_CR": 0x401EC000,
    "GPT1_PR": 0x401EC004,
    "LPUART1_CTRL": 0x40184018,
    "IOMUXC_SW_MUX_CTL_PAD_GPIO_AD_B0_12": 0x401F80EC,
    "IOMUXC_SW_MUX_CTL_PAD_GPIO_AD_B0_13": 0x401F80F0,
    "GPIO1_GDIR": GPIO1 + 4,
    "SNVS_HPCR": 0x400D4008,
    "SNVS_HPTAMR": 0x400D402C,
    "SNVS_HPTALR": 0x400D4030,
    "SNVS_LPCR": 0x400D4038,
    "SNVS_LPSRTCMR": 0x400D4050,
    "SNVS_LPSRTCLR": 0x400D4054,
}


def main(elf, system, steps, text, *looked_at):
    sim = Sim(elf, system=system)
    spec = importlib.util.spec_from_file_location("parts", os.path.join(os.path.dirname(system), "parts.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    parts = module.Parts(sim)
    sim.write_u32(ROM + 0x1C, TREE)
    sim.write_u32(TREE + 8, RUN | 1)
    for i, word in enumerate(ROM_CODE):
        sim.write_u32(RUN + 4 * i, word)
    changes, level = [], 0
    sent, held = False, 0
    for step in range(int(steps)):
        parts.before()
        if text and not sent and parts.count > 100:
            sim.send(text)
            sent = True
        held += sim.read_u32(LPUART_STAT) >> 21 & 1
        sim.run_for("1us")
        now = sim.read_u32(GPIO1)
        if now != level:
            changes.append([parts.count, step, now])
            level = now
    registers = {name: sim.read_u32(at) for name, at in SHOWN.items()}
    words = [sim.read_u32(int(at)) for at in looked_at]
    told = {"words": words, "text": sim.uart_transcript(), "changes": changes, "held": held}
    print(json.dumps(told | {"registers": registers}))


main(*sys.argv[1:])
