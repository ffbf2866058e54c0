// memcpy, memmove, memset and memcmp for RV32. Assembly, because a compiler would turn the loops
// into calls of themselves.

    .macro function name
    .section .text.\name, "ax", @progbits
    .global \name
    .type \name, @function
\name:
    .endm

// a0 to, a1 from, a2 bytes; the areas do not overlap, or memmove allows it. Keeps a0. Not all cores
// load and store words at any address. memmove comes here if what is written begins before what is
// read: nothing may be read again once something behind it is written.
function memcpy
    mv      a5, a0
    add     a2, a2, a0          // the end
    xor     a3, a0, a1
    andi    a3, a3, 3
    bnez    a3, 5f
    // Bytes up to an aligned address, four words at a time, words.
    j       2f
1:  bgeu    a5, a2, 8f
    lbu     a3, 0(a1)
    addi    a1, a1, 1
    sb      a3, 0(a5)
    addi    a5, a5, 1
2:  andi    a3, a5, 3
    bnez    a3, 1b
    sub     a3, a2, a5
    li      a4, 16
    bltu    a3, a4, 4f
    addi    a4, a2, -16
3:  lw      a3, 0(a1)
    lw      a6, 4(a1)
    lw      a7, 8(a1)
    lw      t0, 12(a1)
    addi    a1, a1, 16
    sw      a3, 0(a5)
    sw      a6, 4(a5)
    sw      a7, 8(a5)
    sw      t0, 12(a5)
    addi    a5, a5, 16
    bgeu    a4, a5, 3b
4:  sub     a3, a2, a5
    li      a4, 4
    bltu    a3, a4, 7f
    addi    a4, a2, -4
1:  lw      a3, 0(a1)
    addi    a1, a1, 4
    sw      a3, 0(a5)
    addi    a5, a5, 4
    bgeu    a4, a5, 1b
    j       7f
    // Four bytes at a time.
5:  sub     a3, a2, a5
    li      a4, 4
    bltu    a3, a4, 7f
    addi    a4, a2, -4
6:  lbu     a3, 0(a1)
    lbu     a6, 1(a1)
    lbu     a7, 2(a1)
    lbu     t0, 3(a1)
    addi    a1, a1, 4
    sb      a3, 0(a5)
    sb      a6, 1(a5)
    sb      a7, 2(a5)
    sb      t0, 3(a5)
    addi    a5, a5, 4
    bgeu    a4, a5, 6b
    // The bytes that are left.
7:  bgeu    a5, a2, 8f
1:  lbu     a3, 0(a1)
    addi    a1, a1, 1
    sb      a3, 0(a5)
    addi    a5, a5, 1
    bltu    a5, a2, 1b
8:  ret
    .size memcpy, . - memcpy

// The areas may overlap: if the destination begins inside the source, from the end downwards.
function memmove
    sub     a3, a0, a1
    bltu    a3, a2, 1f
    tail    memcpy
1:  or      a3, a0, a1
    or      a3, a3, a2
    andi    a3, a3, 3
    add     a1, a1, a2
    add     a5, a0, a2
    bnez    a3, 5f
    j       3f
2:  addi    a1, a1, -4
    lw      a3, 0(a1)
    addi    a5, a5, -4
    sw      a3, 0(a5)
3:  bltu    a0, a5, 2b
    ret
4:  addi    a1, a1, -1
    lbu     a3, 0(a1)
    addi    a5, a5, -1
    sb      a3, 0(a5)
5:  bltu    a0, a5, 4b
    ret
    .size memmove, . - memmove

// a0 to, a1 value, a2 bytes. Keeps a0.
function memset
    zext.b  a1, a1
    slli    a3, a1, 8
    or      a1, a1, a3
    slli    a3, a1, 16
    or      a1, a1, a3
    mv      a5, a0
    add     a2, a2, a0          // the end
    andi    a4, a2, -4
    // Bytes up to an aligned address, then words, then the bytes that are left.
    j       2f
1:  bgeu    a5, a2, 6f
    sb      a1, 0(a5)
    addi    a5, a5, 1
2:  andi    a3, a5, 3
    bnez    a3, 1b
    j       4f
3:  sw      a1, 0(a5)
    addi    a5, a5, 4
4:  bltu    a5, a4, 3b
    j       7f
5:  sb      a1, 0(a5)
    addi    a5, a5, 1
7:  bltu    a5, a2, 5b
6:  ret
    .size memset, . - memset

// a0, a1: the areas, a2 bytes
function memcmp
    add     a2, a2, a0          // the end
    j       2f
1:  lbu     a3, 0(a0)
    lbu     a4, 0(a1)
    addi    a0, a0, 1
    addi    a1, a1, 1
    bne     a3, a4, 3f
2:  bltu    a0, a2, 1b
    li      a0, 0
    ret
3:  sub     a0, a3, a4
    ret
    .size memcmp, . - memcmp
    .global bcmp
    .set bcmp, memcmp
