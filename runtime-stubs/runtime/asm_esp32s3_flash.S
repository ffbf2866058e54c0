// Maps the flash of an ESP32-S3 into memory, with the functions of its mask ROM (ESP-IDF,
// esp32s3.rom.ld, and rom/cache.h for what they do). The image lies at the begin of the flash, and
// the linker script puts each byte of code and read-only data at its own offset, so that page n of
// the flash is page n of both 0x42000000 and 0x3c000000, which share the table.
//
// The ROM's functions are of the windowed ABI. Windows are switched on only for them, with the ROM's
// own vectors behind them; what is kept over a call is in a2 to a7.

    // EXTMEM (extmem_reg.h): bits 0 and 1 of these shut the buses of the two cores.
    .section .init.map.literal, "ax", @progbits
    .p2align 2
.Licache_ctrl1:     .long 0x600c4064
.Ldcache_ctrl1:     .long 0x600c4004
.Lmmu_table:        .long 0x600c5000
.Lrom_vectors:      .long 0x40000000
// PS: windows on, user mode, all interrupts masked.
.Lwindowed:         .long 0x0004002f
.Licache_size:      .long 0x4000
.Ldcache_size:      .long 0x8000
.Ltable_half:       .long 0x400
.Lconfig_icache:    .long 0x40001a1c
.Lconfig_dcache:    .long 0x40001a28
.Lsuspend_dcache:   .long 0x400018b4
.Lresume_dcache:    .long 0x400018c0
.Ldisable_icache:   .long 0x4000186c
.Lenable_icache:    .long 0x40001878
.Ldisable_dcache:   .long 0x40001884
.Lenable_dcache:    .long 0x40001890
.Lset_mmu_size:     .long 0x40001914
.Lmmu_init:         .long 0x40001998

    .macro rom function
    l32r    a8, .L\function
    callx8  a8
    .endm

    .section .init.map, "ax", @progbits
    .global embgo_map_flash
    .p2align 2
    .type embgo_map_flash, @function
embgo_map_flash:
    addi    a1, a1, -32
    s32i    a0, a1, 16
    rsr     a6, vecbase
    rsr     a7, ps
    l32r    a2, .Lrom_vectors
    wsr     a2, vecbase
    l32r    a2, .Lwindowed
    wsr     a2, ps
    rsync
    // Sizes, ways and bytes of a line: instructions 16 KB, data 32 KB.
    l32r    a10, .Licache_size
    movi    a11, 8
    movi    a12, 32
    rom     config_icache
    rom     suspend_dcache
    l32r    a10, .Ldcache_size
    movi    a11, 8
    movi    a12, 32
    rom     config_dcache
    movi    a10, 0
    rom     resume_dcache
    rom     disable_icache
    rom     disable_dcache
    // All entries invalid; then half of the table each for instructions and data.
    rom     mmu_init
    l32r    a10, .Ltable_half
    or      a11, a10, a10
    rom     set_mmu_size
    l32r    a2, .Lmmu_table
    movi    a3, 0
    movi    a4, 64                      // pages of 64 KB
1:  s32i    a3, a2, 0
    addi    a2, a2, 4
    addi    a3, a3, 1
    bne     a3, a4, 1b
    movi    a4, -4
    l32r    a2, .Licache_ctrl1
    l32i    a3, a2, 0
    and     a3, a3, a4
    s32i    a3, a2, 0
    l32r    a2, .Ldcache_ctrl1
    l32i    a3, a2, 0
    and     a3, a3, a4
    s32i    a3, a2, 0
    memw
    movi    a10, 0                      // no autoload
    rom     enable_icache
    movi    a10, 0
    rom     enable_dcache
    isync
    wsr     a7, ps
    wsr     a6, vecbase
    rsync
    l32i    a0, a1, 16
    addi    a1, a1, 32
    ret
    .size embgo_map_flash, . - embgo_map_flash
