// What package machine calls while the RP2040's flash cannot be read. It lies in RAM and uses nothing
// of the flash.
//
// stack: embgo_flash_calls 280 280

    .syntax unified
    .thumb

// embgo_flash_calls(calls, n): makes n calls, each of five words: four arguments and the function.
// Interrupts are off meanwhile.
    .section .ramfunc.embgo_flash_calls, "ax", %progbits
    .global embgo_flash_calls
    .type embgo_flash_calls, %function
    .thumb_func
embgo_flash_calls:
    push    {r4, r5, r6, r7, lr}
    sub     sp, #4                      // keeps the stack aligned
    mov     r4, r0
    mov     r5, r1
    mrs     r6, primask
    cpsid   i
1:  ldr     r7, [r4, #16]
    ldm     r4!, {r0, r1, r2, r3}
    adds    r4, #4
    blx     r7
    subs    r5, #1
    bne     1b
    msr     primask, r6
    add     sp, #4
    pop     {r4, r5, r6, r7, pc}
    .size embgo_flash_calls, . - embgo_flash_calls

// embgo_flash_exchange(data, n): sends n bytes to the flash chip and puts what comes back in their
// places. The ROM has set the SSI up for bytes both ways (datasheet 4.10); the chip's select line is
// driven by its pin's override (2.19.6.2, GPIO_QSPI_SS_CTRL.OUTOVER), as the ROM does it.
    .equ SSI_SR, 0x28
    .equ SSI_DR0, 0x60
    .equ RECEIVED, 1 << 3               // SR: the receive FIFO is not empty

    .section .ramfunc.embgo_flash_exchange, "ax", %progbits
    .global embgo_flash_exchange
    .type embgo_flash_exchange, %function
    .thumb_func
embgo_flash_exchange:
    push    {r4, r5, r6, lr}
    ldr     r4, =0x18000000             // SSI
    ldr     r5, =0x4001800c             // GPIO_QSPI_SS_CTRL
    ldr     r3, =0x200                  // output low
    str     r3, [r5]
    ldr     r3, [r5]                    // it has reached the pin
    movs    r6, #RECEIVED
1:  ldrb    r2, [r0]
    str     r2, [r4, #SSI_DR0]
2:  ldr     r2, [r4, #SSI_SR]
    tst     r2, r6
    beq     2b
    ldr     r2, [r4, #SSI_DR0]
    strb    r2, [r0]
    adds    r0, #1
    subs    r1, #1
    bne     1b
    ldr     r3, =0x300                  // output high
    str     r3, [r5]
    pop     {r4, r5, r6, pc}
    .pool
    .size embgo_flash_exchange, . - embgo_flash_exchange
