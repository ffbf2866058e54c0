// memcpy, memmove, memset and memcmp for Cortex-M, and their names in the Arm run-time ABI (RTABI
// 5.3.4): the __aeabi ones return nothing, and __aeabi_memset has its last arguments exchanged.
// Assembly, because a compiler would turn the loops into calls of themselves.

// What these functions take of the stack, with what they call:
// stack: memcpy 16
// stack: __aeabi_memcpy 16
// stack: __aeabi_memcpy4 16
// stack: __aeabi_memcpy8 16
// stack: memmove 24
// stack: __aeabi_memmove 24
// stack: __aeabi_memmove4 24
// stack: __aeabi_memmove8 24
// stack: memset 8
// stack: memcmp 8
// stack: bcmp 8

    .syntax unified
    .thumb

    .macro function name
    .global \name
    .type \name, %function
    .thumb_func
\name:
    .endm

// r0 to, r1 from, r2 bytes; the areas do not overlap, or memmove allows it. Keeps r0.
    .section .text.memcpy, "ax", %progbits
function memcpy
function __aeabi_memcpy
function __aeabi_memcpy4
function __aeabi_memcpy8
#if defined(__thumb2__)
    // Single loads and stores may be unaligned on these cores. Most copies are short strings: 4 to
    // 8 bytes are two words, which may overlap. memmove comes here, too, if what is written begins
    // before what is read: nothing may be read again once something behind it is written.
    mov     r12, r0
    cmp     r2, #8
    bhi     1f
    cmp     r2, #4
    blo     7f
    ldr     r3, [r1]
    adds    r1, r1, r2
    ldr     r1, [r1, #-4]
    str     r3, [r0]
    adds    r2, r2, r0
    str     r1, [r2, #-4]
    bx      lr
1:  push    {r4, r5, r6}
    orrs    r3, r0, r1
    lsls    r3, r3, #30
    bne     4f
    // Loads of several words must be aligned.
    subs    r2, #16
    blo     3f
2:  ldm     r1!, {r3, r4, r5, r6}
    stm     r0!, {r3, r4, r5, r6}
    subs    r2, #16
    bhs     2b
3:  adds    r2, #16
4:  subs    r2, #4
    blo     6f
5:  ldr     r3, [r1], #4
    str     r3, [r0], #4
    subs    r2, #4
    bhs     5b
6:  pop     {r4, r5, r6}
    // Bit 1 of what is left is the carry, bit 0 the sign.
7:  lsls    r2, r2, #31
    itt     cs
    ldrhcs  r3, [r1], #2
    strhcs  r3, [r0], #2
    itt     mi
    ldrbmi  r3, [r1]
    strbmi  r3, [r0]
    mov     r0, r12
    bx      lr
#else
    push    {r0, r4, r5, lr}
    movs    r3, r0
    orrs    r3, r1
    lsls    r3, r3, #30
    bne     3f
    subs    r2, #8
    blo     2f
1:  ldm     r1!, {r3, r4}
    stm     r0!, {r3, r4}
    subs    r2, #8
    bhs     1b
2:  adds    r2, #8
3:  subs    r2, #1
    blo     5f
4:  ldrb    r3, [r1]
    strb    r3, [r0]
    adds    r1, #1
    adds    r0, #1
    subs    r2, #1
    bhs     4b
5:  pop     {r0, r4, r5, pc}
#endif
    .size memcpy, . - memcpy

// The areas may overlap: if the destination begins inside the source, from the end downwards.
    .section .text.memmove, "ax", %progbits
function memmove
function __aeabi_memmove
function __aeabi_memmove4
function __aeabi_memmove8
    subs    r3, r0, r1
    cmp     r3, r2
#if defined(__thumb2__)
    bhs.w   memcpy
    b       4f
#else
    blo     1f
    ldr     r3, =memcpy
    bx      r3
1:  movs    r3, r0
    orrs    r3, r1
    orrs    r3, r2
    lsls    r3, r3, #30
    bne     3f
    b       4f
#endif
2:  ldr     r3, [r1, r2]
    str     r3, [r0, r2]
4:  subs    r2, #4
    bhs     2b
    adds    r2, #4
    b       3f
5:  ldrb    r3, [r1, r2]
    strb    r3, [r0, r2]
3:  subs    r2, #1
    bhs     5b
    bx      lr
    .pool
    .size memmove, . - memmove

// r0 to, r1 bytes, r2 value
    .section .text.__aeabi_memset, "ax", %progbits
function __aeabi_memclr
function __aeabi_memclr4
function __aeabi_memclr8
    movs    r2, #0
    b       2f
function __aeabi_memset
function __aeabi_memset4
function __aeabi_memset8
    uxtb    r2, r2
    lsls    r3, r2, #8
    orrs    r2, r3
    lsls    r3, r2, #16
    orrs    r2, r3
    b       2f
    // Bytes up to an aligned address, then two words at a time, then what is left.
1:  strb    r2, [r0]
    adds    r0, #1
2:  lsls    r3, r0, #30
    beq     3f
    subs    r1, #1
    bhs     1b
    bx      lr
3:  movs    r3, r2
    subs    r1, #8
    blo     5f
4:  stm     r0!, {r2, r3}
    subs    r1, #8
    bhs     4b
5:  adds    r1, #8
    b       7f
6:  strb    r2, [r0]
    adds    r0, #1
7:  subs    r1, #1
    bhs     6b
    bx      lr
    .size __aeabi_memset, . - __aeabi_memset

// r0 to, r1 value, r2 bytes. Keeps r0.
    .section .text.memset, "ax", %progbits
function memset
    push    {r0, lr}
    movs    r3, r1
    movs    r1, r2
    movs    r2, r3
    bl      __aeabi_memset
    pop     {r0, pc}
    .size memset, . - memset

// r0, r1: the areas, r2 bytes
    .section .text.memcmp, "ax", %progbits
function memcmp
function bcmp
    push    {r4, lr}
    b       2f
1:  ldrb    r3, [r0]
    ldrb    r4, [r1]
    adds    r0, #1
    adds    r1, #1
    subs    r3, r3, r4
    bne     3f
2:  subs    r2, #1
    bhs     1b
    movs    r3, #0
3:  movs    r0, r3
    pop     {r4, pc}
    .size memcmp, . - memcmp
