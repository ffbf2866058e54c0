// memcpy, memmove, memset and memcmp for Xtensa (call0). Assembly, because a compiler would turn
// the loops into calls of themselves.

    .macro function name
    .section .text.\name, "ax", @progbits
    .global \name
    .p2align 2
    .type \name, @function
\name:
    .endm

// a2 to, a3 from, a4 bytes; the areas do not overlap. Keeps a2.
function memcpy
    or      a5, a2, a2
    or      a6, a2, a3
    extui   a6, a6, 0, 2
    add     a4, a4, a2          // the end
    bnez    a6, 3f
    srli    a7, a4, 2
    slli    a7, a7, 2
    bgeu    a5, a7, 3f
1:  l32i    a6, a3, 0
    addi    a3, a3, 4
    s32i    a6, a5, 0
    addi    a5, a5, 4
    bltu    a5, a7, 1b
    j       3f
2:  l8ui    a6, a3, 0
    addi    a3, a3, 1
    s8i     a6, a5, 0
    addi    a5, a5, 1
3:  bltu    a5, a4, 2b
    ret
    .size memcpy, . - memcpy

// The areas may overlap: if the destination begins inside the source, from the end downwards.
function memmove
    sub     a6, a2, a3
    bltu    a6, a4, 1f
    j       memcpy
1:  or      a6, a2, a3
    or      a6, a6, a4
    extui   a6, a6, 0, 2
    add     a3, a3, a4
    add     a5, a2, a4
    bnez    a6, 5f
    j       3f
2:  addi    a3, a3, -4
    l32i    a6, a3, 0
    addi    a5, a5, -4
    s32i    a6, a5, 0
3:  bltu    a2, a5, 2b
    ret
4:  addi    a3, a3, -1
    l8ui    a6, a3, 0
    addi    a5, a5, -1
    s8i     a6, a5, 0
5:  bltu    a2, a5, 4b
    ret
    .size memmove, . - memmove

// a2 to, a3 value, a4 bytes. Keeps a2.
function memset
    extui   a3, a3, 0, 8
    slli    a6, a3, 8
    or      a3, a3, a6
    slli    a6, a3, 16
    or      a3, a3, a6
    or      a5, a2, a2
    add     a4, a4, a2          // the end
    srli    a7, a4, 2
    slli    a7, a7, 2
    // Bytes up to an aligned address, then words, then the bytes that are left.
    j       2f
1:  bgeu    a5, a4, 6f
    s8i     a3, a5, 0
    addi    a5, a5, 1
2:  extui   a6, a5, 0, 2
    bnez    a6, 1b
    j       4f
3:  s32i    a3, a5, 0
    addi    a5, a5, 4
4:  bltu    a5, a7, 3b
    j       7f
5:  s8i     a3, a5, 0
    addi    a5, a5, 1
7:  bltu    a5, a4, 5b
6:  ret
    .size memset, . - memset

// a2, a3: the areas, a4 bytes
function memcmp
    add     a4, a4, a2          // the end
    j       2f
1:  l8ui    a6, a2, 0
    l8ui    a7, a3, 0
    addi    a2, a2, 1
    addi    a3, a3, 1
    bne     a6, a7, 3f
2:  bltu    a2, a4, 1b
    movi    a2, 0
    ret
3:  sub     a2, a6, a7
    ret
    .size memcmp, . - memcmp
    .global bcmp
    .set bcmp, memcmp
