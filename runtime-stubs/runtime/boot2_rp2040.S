// The second boot stage of the RP2040 (datasheet 2.8.1.3): the mask ROM copies the first 256 bytes
// of flash to RAM, checks the CRC-32 in the last four, which the image builder fills in, and calls
// them with the flash interface set up for slow commands. This code sets the SSI (datasheet 4.10)
// up to read on its own whenever the processor touches the flash window.
//
// It uses the serial read command 0x03 at clk_sys/4, which every SPI flash has at up to 33 MHz, and
// which needs no setting in the flash chip's own registers. The cache hides most of the rest.

    .syntax unified
    .thumb

    .equ SSI_BASE, 0x18000000
    .equ CTRLR0, 0x00
    .equ CTRLR1, 0x04
    .equ SSIENR, 0x08
    .equ SER, 0x10
    .equ BAUDR, 0x14
    .equ SPI_CTRLR0, 0xf4
    .equ VTOR, 0xe000ed08
    .equ VECTORS, 0x10000100

    .section .boot2, "ax", %progbits
    .global embgo_boot2
    .type embgo_boot2, %function
    .thumb_func
embgo_boot2:
    push    {lr}
    ldr     r3, =SSI_BASE
    movs    r2, #0
    movs    r1, #1
    str     r2, [r3, #SSIENR]           // may be changed only while it is off
    movs    r0, #4
    str     r0, [r3, #BAUDR]
    ldr     r0, =(31 << 16) | (3 << 8)  // frames of 32 bits, standard SPI, "EEPROM read"
    str     r0, [r3, #CTRLR0]
    str     r2, [r3, #CTRLR1]           // one frame a read
    ldr     r0, =(0x03 << 24) | (2 << 8) | (6 << 2) // command 0x03, of 8 bits; 24 address bits
    movs    r2, #SPI_CTRLR0
    str     r0, [r3, r2]
    str     r1, [r3, #SER]
    str     r1, [r3, #SSIENR]
    // Code that switches the flash back to reading calls this block with a return address; the
    // mask ROM calls it with none.
    pop     {r0}
    cmp     r0, #0
    beq     1f
    bx      r0
1:  ldr     r0, =VECTORS
    ldr     r1, =VTOR
    str     r0, [r1]
    ldm     r0, {r0, r1}
    msr     msp, r0
    bx      r1
    .pool
    .org    252                         // an error if the code is longer
    .size embgo_boot2, . - embgo_boot2
