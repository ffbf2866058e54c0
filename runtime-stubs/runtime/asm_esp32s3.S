// What the ESP32-S3 needs beyond asm_xtensa.S: watchdogs off. The mask ROM has loaded the program's
// segments and jumped to _start.

// RTC_CNTL, TIMG0 and TIMG1: ESP32-S3 technical reference manual, chapters 12 (timers), 13
// (watchdogs) and 10 (low power).
#define RTC_WDTCONFIG0 0x98
#define RTC_WDTWPROTECT 0xb0
#define RTC_SWD_CONF 0xb4
#define RTC_SWD_WPROTECT 0xb8
#define TIMG_WDTCONFIG0 0x48
#define TIMG_WDTWPROTECT 0x64

    .section .init.early.literal, "ax", @progbits
    .p2align 2
.Lrtc:      .long 0x60008000
.Ltimg0:    .long 0x6001f000
.Ltimg1:    .long 0x60020000
.Lwdt_key:  .long 0x50d83aa1
.Lswd_key:  .long 0x8f1d312a
.Lswd_feed: .long 0x80000000

// The mask ROM leaves the RTC watchdog and that of timer group 0 running, to reset the chip if the
// program hangs at start; the super watchdog always runs, and feeds itself if it is told to.
    .section .init.early, "ax", @progbits
    .global embgo_early
    .p2align 2
    .type embgo_early, @function
embgo_early:
    movi    a6, 0
    l32r    a2, .Lrtc
    l32r    a3, .Lwdt_key
    s32i    a3, a2, RTC_WDTWPROTECT
    s32i    a6, a2, RTC_WDTCONFIG0
    s32i    a6, a2, RTC_WDTWPROTECT
    l32r    a4, .Lswd_key
    s32i    a4, a2, RTC_SWD_WPROTECT
    l32i    a4, a2, RTC_SWD_CONF
    l32r    a5, .Lswd_feed
    or      a4, a4, a5
    s32i    a4, a2, RTC_SWD_CONF
    s32i    a6, a2, RTC_SWD_WPROTECT
    l32r    a2, .Ltimg0
    s32i    a3, a2, TIMG_WDTWPROTECT
    s32i    a6, a2, TIMG_WDTCONFIG0
    s32i    a6, a2, TIMG_WDTWPROTECT
    l32r    a2, .Ltimg1
    s32i    a3, a2, TIMG_WDTWPROTECT
    s32i    a6, a2, TIMG_WDTCONFIG0
    s32i    a6, a2, TIMG_WDTWPROTECT
    memw
    j       embgo_map_flash
    .size embgo_early, . - embgo_early

// A program that runs from flash has another.
    .weak embgo_map_flash
    .p2align 2
    .type embgo_map_flash, @function
embgo_map_flash:
    ret
    .size embgo_map_flash, . - embgo_map_flash

// embgo_analog_write(part, bus, register, high, low, value): the ROM's rom_i2c_writeReg_Mask (ESP-IDF,
// esp32s3.rom.ld), which is of the windowed ABI: windows are on only for it, with the ROM's own vectors
// behind them and no interrupts. What is kept over the call is in a2 to a7.
// stack: embgo_analog_write 512
    .section .text.embgo_analog_write.literal, "ax", @progbits
    .p2align 2
.Lrom_vectors:      .long 0x40000000
.Lwindowed:         .long 0x0004002f
.Lrom_write_mask:   .long 0x40005d6c
    .section .text.embgo_analog_write, "ax", @progbits
    .global embgo_analog_write
    .p2align 2
    .type embgo_analog_write, @function
embgo_analog_write:
    addi    a1, a1, -48
    s32i    a0, a1, 0
    s32i    a12, a1, 4
    s32i    a13, a1, 8
    s32i    a14, a1, 12
    s32i    a15, a1, 16
    or      a10, a2, a2
    or      a11, a3, a3
    or      a12, a4, a4
    or      a13, a5, a5
    or      a14, a6, a6
    or      a15, a7, a7
    rsil    a7, 15
    rsr     a6, vecbase
    l32r    a2, .Lrom_vectors
    wsr     a2, vecbase
    l32r    a2, .Lwindowed
    wsr     a2, ps
    rsync
    l32r    a8, .Lrom_write_mask
    callx8  a8
    wsr     a6, vecbase
    wsr     a7, ps
    rsync
    l32i    a0, a1, 0
    l32i    a12, a1, 4
    l32i    a13, a1, 8
    l32i    a14, a1, 12
    l32i    a15, a1, 16
    addi    a1, a1, 48
    ret
    .size embgo_analog_write, . - embgo_analog_write
