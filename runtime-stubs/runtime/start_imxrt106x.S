// What the boot ROM of the i.MX RT1060 and RT1064 reads, and what has to be done before the first
// variable: i.MX RT1060 Processor Reference Manual (IMXRT1060RM), chapters "System Boot",
// "FlexRAM", "IOMUXC GPR"; ARMv7-M Architecture Reference Manual, B2.2 and B3.5.
//
// Takes: EMBGO_FLASH_SIZE, _boot2_start (the start of the flash), embgo_vectors. Gives:
// embgo_chip_start, which Reset_Handler calls first and which uses no stack.

    .syntax unified
    .thumb
    .cfi_sections .debug_frame

// An instruction for the flash's bus: what, on how many lines (0: one, 2: four), operand.
    .equ CMD, 1
    .equ ADDRESS, 2
    .equ WRITE, 8
    .equ READ, 9
    .equ DUMMY, 12
    .macro bus what, lines, operand
    .hword (\what << 10) | (\lines << 8) | \operand
    .endm

// A place in the table of commands, of eight instructions each.
    .macro command number
    .org embgo_boot_header + 0x80 + \number * 16
    .endm

    .section .boot2, "a", %progbits
    .global embgo_boot_header
    .type embgo_boot_header, %object
embgo_boot_header:
// FlexSPI configuration block ("Serial NOR flash boot"): how to read the flash, with the command
// 0xeb, which all flashes of these boards have, address and data on four lines.
    .ascii  "FCFB"
    .word   0x56010000              // version 1.0
    .org embgo_boot_header + 0x0c
    .byte   1                       // data are sampled by the strobe that comes back from its pin
    .byte   3, 3                    // chip select: hold, set-up
    .org embgo_boot_header + 0x44
    .byte   1                       // serial NOR flash
    .byte   4                       // lines
    .byte   6                       // 100 MHz
    .org embgo_boot_header + 0x50
    .word   EMBGO_FLASH_SIZE
    command 0                       // read
    bus CMD, 0, 0xeb
    bus ADDRESS, 2, 24
    bus DUMMY, 2, 6
    bus READ, 2, 4
    command 1                       // read the status
    bus CMD, 0, 0x05
    bus READ, 0, 4
    command 3                       // write enable
    bus CMD, 0, 0x06
    command 5                       // erase a sector
    bus CMD, 0, 0x20
    bus ADDRESS, 0, 24
    command 9                       // program a page
    bus CMD, 0, 0x02
    bus ADDRESS, 0, 24
    bus WRITE, 0, 4
    command 11                      // erase all
    bus CMD, 0, 0x60
    .org embgo_boot_header + 0x1c0
    .word   256                     // bytes of a page
    .word   4096                    // of a sector
    .byte   1                       // 30 MHz for commands

// Image vector table, 4 KB into the flash ("Image Vector Table and boot data").
    .org embgo_boot_header + 0x1000
embgo_ivt:
    .byte   0xd1, 0, 32, 0x41       // tag, length (big-endian), version
    .word   embgo_vectors           // the ROM takes stack pointer and start address from there
    .word   0
    .word   0                       // no device configuration data
    .word   embgo_boot_data
    .word   embgo_ivt
    .word   0                       // no signature
    .word   0
embgo_boot_data:
    .word   embgo_boot_header
    .word   EMBGO_FLASH_SIZE        // executed where it is: nothing is copied
    .word   0                       // no plug-in
    .size embgo_boot_header, . - embgo_boot_header

    .section .text.embgo_chip_start, "ax", %progbits
    .global embgo_chip_start
    .type embgo_chip_start, %function
    .thumb_func
embgo_chip_start:
    // The third watchdog runs after a reset ("RTWDOG", 0x400bc000). It takes changes in a short
    // time after the key: off, and open to later changes.
    ldr     r0, =0x400bc000
    ldr     r1, =0xd928c520
    str     r1, [r0, #4]            // CNT
    ldr     r1, =0xffff
    str     r1, [r0, #8]            // TOVAL
    ldr     r1, [r0]                // CS
    bic     r1, r1, #1 << 7         // EN
    orr     r1, r1, #1 << 5         // UPDATE
    str     r1, [r0]

    // FlexRAM: 16 banks of 32 KB, two bits a bank in GPR17: 4 banks ITCM (3), 12 banks DTCM (2).
    ldr     r0, =0x400ac000
    ldr     r1, =0xaaaaaaff
    str     r1, [r0, #0x44]         // GPR17
    ldr     r1, [r0, #0x40]         // GPR16: both on, banks as in GPR17 and not as in the fuses
    orr     r1, r1, #7
    str     r1, [r0, #0x40]
    ldr     r1, [r0, #0x38]         // GPR14: sizes, 2^(n-1) KB: DTCM up to 512 KB, ITCM 128 KB
    bic     r1, r1, #0xff << 16
    orr     r1, r1, #0xa8 << 16
    str     r1, [r0, #0x38]
    dsb
    isb

    // Memory protection (0xe000ed94): the processor reads ahead, which what is not there does not
    // bear. So everything is out of bounds but what there is.
    ldr     r0, =0xe000ed94
    movs    r1, #0
    str     r1, [r0]                // CTRL
    adr     r2, 5f
    adr     r3, 6f
1:  ldm     r2!, {r1, r12}
    str     r1, [r0, #8]            // RBAR
    str     r12, [r0, #12]          // RASR
    cmp     r2, r3
    blo     1b
    ldr     r1, =_boot2_start + (1 << 4) + 5
    str     r1, [r0, #8]
    ldr     r1, [r3]
    str     r1, [r0, #12]
    movs    r1, #1
    str     r1, [r0]                // ENABLE
    dsb
    isb

    // Caches. What is in them after a reset is nothing; the data cache has 4 ways of 256 lines of
    // 32 bytes. If it is on, someone has run before, and it is as it should be.
    ldr     r0, =0xe000ed14         // CCR
    ldr     r1, [r0]
    tst     r1, #1 << 16
    bne     4f
    movw    r12, #0xef50
    movt    r12, #0xe000
    movs    r2, #0
    str     r2, [r12]               // ICIALLU
    movs    r2, #255
2:  movs    r3, #3
3:  lsls    r1, r3, #30
    orr     r1, r1, r2, lsl #5
    str     r1, [r12, #0x10]        // DCISW
    subs    r3, #1
    bpl     3b
    subs    r2, #1
    bpl     2b
    dsb
    ldr     r1, [r0]
    orr     r1, r1, #3 << 16        // IC, DC
    str     r1, [r0]
    dsb
    isb
4:  bx      lr
    .pool

// Regions: base, valid bit and number; access, kind of memory, size (2^(n+1)), enable.
    .balign 4
5:  .word   0x00000000 + (1 << 4) + 0, (1 << 28) | (1 << 16) | (31 << 1) | 1
    // ITCM and DTCM, normal memory that needs no cache
    .word   0x00000000 + (1 << 4) + 1, (3 << 24) | (1 << 19) | (16 << 1) | 1
    .word   0x20000000 + (1 << 4) + 2, (3 << 24) | (1 << 19) | (18 << 1) | 1
    // OCRAM: write-back, allocated on reading and writing
    .word   0x20200000 + (1 << 4) + 3, (3 << 24) | (1 << 19) | (3 << 16) | (18 << 1) | 1
    // peripherals
    .word   0x40000000 + (1 << 4) + 4, (1 << 28) | (3 << 24) | (1 << 16) | (25 << 1) | 1
6:
#if EMBGO_FLASH_SIZE == 0x400000
    // the flash: read-only, written through
    .word   (6 << 24) | (1 << 17) | (21 << 1) | 1
#elif EMBGO_FLASH_SIZE == 0x800000
    .word   (6 << 24) | (1 << 17) | (22 << 1) | 1
#else
#error "a size of the flash that the memory protection unit has to know"
#endif
    .size embgo_chip_start, . - embgo_chip_start
