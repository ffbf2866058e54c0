// What the ESP32-C3 needs beyond asm_riscv.S: watchdogs off, and a vector table, because its core
// has vectored interrupts only (technical reference manual 1.5: mtvec.MODE is fixed to 1, and the
// table is aligned to 256). The mask ROM has loaded the program's segments and jumped to _start.

    // RTC_CNTL, TIMG0 and TIMG1: technical reference manual 9.7 and 11.5.
    .equ RTC_CNTL, 0x60008000
    .equ RTC_WDTCONFIG0, 0x90
    .equ RTC_WDTWPROTECT, 0xa8
    .equ RTC_SWD_CONF, 0xac
    .equ RTC_SWD_WPROTECT, 0xb0
    .equ TIMG0, 0x6001f000
    .equ TIMG1, 0x60020000
    .equ TIMG_WDTCONFIG0, 0x48
    .equ TIMG_WDTWPROTECT, 0x64
    .equ CPU_INT_ENABLE, 0x600c2104     // interrupt matrix: 8.4
    .equ WDT_KEY, 0x50d83aa1
    .equ SWD_KEY, 0x8f1d312a

// The mask ROM leaves the RTC watchdog and that of timer group 0 running, to reset the chip if the
// program hangs at start; the super watchdog always runs, and feeds itself if it is told to.
    .section .init.early, "ax", @progbits
    .global embgo_early
    .type embgo_early, @function
embgo_early:
    // This core has neither mie nor mip (1.4): an access would be an illegal instruction.
    csrci   mstatus, 8                  // MIE
    li      a0, CPU_INT_ENABLE
    sw      zero, 0(a0)
    li      a0, RTC_CNTL
    li      a1, WDT_KEY
    sw      a1, RTC_WDTWPROTECT(a0)
    sw      zero, RTC_WDTCONFIG0(a0)
    sw      zero, RTC_WDTWPROTECT(a0)
    li      a2, SWD_KEY
    sw      a2, RTC_SWD_WPROTECT(a0)
    lw      a2, RTC_SWD_CONF(a0)
    lui     a3, 0x80000                 // SWD_AUTO_FEED_EN, bit 31
    or      a2, a2, a3
    sw      a2, RTC_SWD_CONF(a0)
    sw      zero, RTC_SWD_WPROTECT(a0)
    li      a0, TIMG0
    sw      a1, TIMG_WDTWPROTECT(a0)
    sw      zero, TIMG_WDTCONFIG0(a0)
    sw      zero, TIMG_WDTWPROTECT(a0)
    li      a0, TIMG1
    sw      a1, TIMG_WDTWPROTECT(a0)
    sw      zero, TIMG_WDTCONFIG0(a0)
    sw      zero, TIMG_WDTWPROTECT(a0)
    j       embgo_map_flash
    .size embgo_early, . - embgo_early

// A program that runs from flash has another.
    .weak embgo_map_flash
    .type embgo_map_flash, @function
embgo_map_flash:
    ret
    .size embgo_map_flash, . - embgo_map_flash

    .section .text.embgo_c3_vectors, "ax", @progbits
    .balign 256
    .type embgo_c3_vectors, @function
embgo_c3_vectors:
    .option push
    .option norvc
    .option norelax
    .rept 32
    j       embgo_trap
    .endr
    .option pop
    .size embgo_c3_vectors, . - embgo_c3_vectors

    .global embgo_mtvec
    .set embgo_mtvec, embgo_c3_vectors + 1

// embgo_analog_write(part, bus, register, high, low, value): the ROM's rom_i2c_writeReg_Mask (ESP-IDF,
// esp32c3.rom.ld).
// stack: embgo_analog_write 256
    .equ ROM_I2C_WRITE_MASK, 0x40001960
    .section .text.embgo_analog_write, "ax", @progbits
    .global embgo_analog_write
    .type embgo_analog_write, @function
embgo_analog_write:
    li      t0, ROM_I2C_WRITE_MASK
    jr      t0
    .size embgo_analog_write, . - embgo_analog_write
