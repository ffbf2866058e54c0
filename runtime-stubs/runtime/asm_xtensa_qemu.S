// What QEMU's Xtensa core needs beyond asm_xtensa.S: its memory is cached for conditional stores only
// if ATOMCTL says that they are made on the bus (ISA reference, chapter on S32C1I).

    .section .text.embgo_early, "ax", @progbits
    .global embgo_early
    .p2align 2
    .type embgo_early, @function
embgo_early:
    movi    a2, 0x15
    wsr     a2, atomctl
    ret
    .size embgo_early, . - embgo_early
