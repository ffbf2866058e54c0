// Maps the flash of an ESP32-C3 into memory, with the functions of its mask ROM (ESP-IDF,
// esp32c3.rom.ld, and rom/cache.h for what they do). The image lies at the begin of the flash, and
// the linker script puts each byte of code and read-only data at its own offset, so that page n of
// the flash is page n of both 0x42000000 and 0x3c000000, which share the table.

    .equ CACHE_DISABLE_ICACHE, 0x4000051c   // and makes all that is in it invalid
    .equ CACHE_ENABLE_ICACHE, 0x40000520
    .equ CACHE_MMU_INIT, 0x4000055c         // all entries invalid
    // EXTMEM_ICACHE_CTRL1 (extmem_reg.h): bits 0 and 1 shut the instruction and the data bus.
    .equ ICACHE_CTRL1, 0x600c4004
    .equ MMU_TABLE, 0x600c5000
    .equ PAGES, 64                          // of 64 KB

    .section .init.map, "ax", @progbits
    .global embgo_map_flash
    .type embgo_map_flash, @function
embgo_map_flash:
    addi    sp, sp, -16
    sw      ra, 0(sp)
    li      t0, CACHE_DISABLE_ICACHE
    jalr    t0
    li      t0, CACHE_MMU_INIT
    jalr    t0
    li      a0, MMU_TABLE
    li      a1, 0
    li      a2, PAGES
1:  sw      a1, 0(a0)
    addi    a0, a0, 4
    addi    a1, a1, 1
    bne     a1, a2, 1b
    li      a0, ICACHE_CTRL1
    lw      a1, 0(a0)
    andi    a1, a1, -4
    sw      a1, 0(a0)
    li      a0, 0                           // no autoload
    li      t0, CACHE_ENABLE_ICACHE
    jalr    t0
    fence.i
    lw      ra, 0(sp)
    addi    sp, sp, 16
    ret
    .size embgo_map_flash, . - embgo_map_flash
