// Start-up, traps and the stack switch of defer and panic for RV32 (ilp32).
//
// Takes: the symbols of the linker script (docs/abi.md) and EMBGO_IRQS. Gives: _start, the trap
// entry, embgo_irq_dispatch, embgo_irq_none, embgo_try, embgo_unwind, embgo_switch, embgo_frame. Calls, in Go:
// embgo_start, embgo_fault, embgo_interrupt. A chip's own assembly file may
// define embgo_early (called with a stack before memory is set up; it masks all interrupts) and
// embgo_mtvec (the value of mtvec).

// What these functions take of the stack:
// stack: embgo_try 64
// stack: embgo_switch 64
// stack: embgo_trap 80

    .option arch, +zicsr
    .cfi_sections .debug_frame

#ifndef EMBGO_IRQS
#define EMBGO_IRQS 0
#endif

    .section .init, "ax", @progbits
    .global _start
    .type _start, @function
_start:
    .option push
    .option norelax
    la      gp, __global_pointer$
    .option pop
    la      sp, _stack_top
    lui     t0, %hi(embgo_mtvec)
    addi    t0, t0, %lo(embgo_mtvec)
    csrw    mtvec, t0
    call    embgo_early
    la      a0, _sidata
    la      a1, _sdata
    la      a2, _edata
    call    embgo_copy
    la      a0, _siramfunc
    la      a1, _sramfunc
    la      a2, _eramfunc
    call    embgo_copy
    la      a1, _sbss
    la      a2, _ebss
    j       2f
1:  sw      zero, 0(a1)
    addi    a1, a1, 4
2:  bltu    a1, a2, 1b
    call    embgo_start
3:  wfi
    j       3b

// Copies the words at a0 to a1..a2; nothing if they are there already.
embgo_copy:
    beq     a0, a1, 3f
    j       2f
1:  lw      a3, 0(a0)
    sw      a3, 0(a1)
    addi    a0, a0, 4
    addi    a1, a1, 4
2:  bltu    a1, a2, 1b
3:  ret
    .size _start, . - _start

// void embgo_restart(void)
    .section .text.embgo_restart, "ax", @progbits
    .global embgo_restart
    .type embgo_restart, @function
embgo_restart:
    la      t0, _start
    jr      t0
    .size embgo_restart, . - embgo_restart

    .section .text.embgo_early, "ax", @progbits
    .weak embgo_early
    .type embgo_early, @function
embgo_early:
    csrw    mie, zero
    ret
    .size embgo_early, . - embgo_early

// All traps come here (mtvec in direct mode: privileged specification 3.1.7). Only what a Go
// function may change is saved: the callee-saved registers stay in place.
    .weak embgo_mtvec
    .set embgo_mtvec, embgo_trap

    .section .text.embgo_trap, "ax", @progbits
    .balign 4
    .global embgo_trap
    .type embgo_trap, @function
embgo_trap:
    csrw    mscratch, t0
    csrr    t0, mcause
    bltz    t0, 5f
    // An exception. A stack that has no room left would only trap again: begin a new one for the
    // report.
    la      t0, _stack_bottom + 80
    bltu    sp, t0, 4f
    addi    t0, sp, -80
    j       6f
    // Handlers have a stack of their own. They do not interrupt each other.
5:  la      t0, _irq_stack_top - 80
6:  sw      sp, 68(t0)
    mv      sp, t0
    csrr    t0, mscratch
    sw      ra, 0(sp)
    sw      t0, 4(sp)
    sw      t1, 8(sp)
    sw      t2, 12(sp)
    sw      a0, 16(sp)
    sw      a1, 20(sp)
    sw      a2, 24(sp)
    sw      a3, 28(sp)
    sw      a4, 32(sp)
    sw      a5, 36(sp)
    sw      a6, 40(sp)
    sw      a7, 44(sp)
    sw      t3, 48(sp)
    sw      t4, 52(sp)
    sw      t5, 56(sp)
    sw      t6, 60(sp)
    csrr    a0, mcause
    csrr    a1, mepc
    sw      a1, 64(sp)
    bgez    a0, 1f
    slli    a0, a0, 1
    srli    a0, a0, 1
    la      a1, embgo_irq_depth
    li      a2, 1
    sw      a2, 0(a1)
    call    embgo_interrupt
    la      a1, embgo_irq_depth
    sw      zero, 0(a1)
    lw      a1, 64(sp)
    csrw    mepc, a1
    lw      ra, 0(sp)
    lw      t0, 4(sp)
    lw      t1, 8(sp)
    lw      t2, 12(sp)
    lw      a0, 16(sp)
    lw      a1, 20(sp)
    lw      a2, 24(sp)
    lw      a3, 28(sp)
    lw      a4, 32(sp)
    lw      a5, 36(sp)
    lw      a6, 40(sp)
    lw      a7, 44(sp)
    lw      t3, 48(sp)
    lw      t4, 52(sp)
    lw      t5, 56(sp)
    lw      t6, 60(sp)
    lw      sp, 68(sp)
    mret
    // embgo_fault(cause, pc, value, frame): does not return.
1:  csrr    a2, mtval
    mv      a3, sp
    la      t0, embgo_irq_depth
    lw      t0, 0(t0)
    beqz    t0, 2f
    // The stack of handlers has no room for the report.
    la      sp, _stack_top
2:  call    embgo_fault
3:  j       3b
4:  csrr    a0, mcause
    csrr    a1, mepc
    csrr    a2, mtval
    li      a3, 0
    la      sp, _stack_top
    j       2b
    .size embgo_trap, . - embgo_trap

// void embgo_irq_dispatch(uintptr n): calls embgo_irq_n, or reports that there is none.
    .section .text.embgo_irq_dispatch, "ax", @progbits
    .global embgo_irq_dispatch
    .type embgo_irq_dispatch, @function
embgo_irq_dispatch:
#if EMBGO_IRQS > 0
    li      t0, EMBGO_IRQS
    bgeu    a0, t0, 1f
    slli    t0, a0, 2
    la      t1, embgo_irq_table
    add     t1, t1, t0
    lw      t1, 0(t1)
    beqz    t1, 1f
    jr      t1
1:
#endif
    j       embgo_irq_none
    .size embgo_irq_dispatch, . - embgo_irq_dispatch

// void embgo_irq_none(uintptr n): reports it as a fault with the top bit set, as mcause has it.
    .section .text.embgo_irq_none, "ax", @progbits
    .global embgo_irq_none
    .type embgo_irq_none, @function
embgo_irq_none:
    lui     t0, 0x80000
    or      a0, a0, t0
    csrr    a1, mepc
    li      a2, 0
    mv      a3, sp
    tail    embgo_fault
    .size embgo_irq_none, . - embgo_irq_none

#if EMBGO_IRQS > 0
    .macro irq_entry n
    .weak embgo_irq_\n
    .word embgo_irq_\n
    .endm

    .section .rodata.embgo_irq_table, "a", @progbits
    .balign 4
    .type embgo_irq_table, @object
embgo_irq_table:
    .altmacro
    .set embgo_irq_number, 0
    .rept EMBGO_IRQS
    irq_entry %embgo_irq_number
    .set embgo_irq_number, embgo_irq_number + 1
    .endr
    .noaltmacro
    .size embgo_irq_table, . - embgo_irq_table
#endif

// uintptr embgo_try(deferFrame *f, void (*code)(void *), void *ctx): docs/abi.md, "Defer".
    .section .text.embgo_try, "ax", @progbits
    .global embgo_try
    .type embgo_try, @function
embgo_try:
    .cfi_startproc
    addi    sp, sp, -64
    .cfi_def_cfa_offset 64
    sw      ra, 0(sp)
    .cfi_offset ra, -64
    sw      s0, 4(sp)
    .cfi_offset s0, -60
    sw      s1, 8(sp)
    sw      s2, 12(sp)
    sw      s3, 16(sp)
    sw      s4, 20(sp)
    sw      s5, 24(sp)
    sw      s6, 28(sp)
    sw      s7, 32(sp)
    sw      s8, 36(sp)
    sw      s9, 40(sp)
    sw      s10, 44(sp)
    sw      s11, 48(sp)
    sw      sp, 8(a0)
    mv      t0, a1
    mv      a0, a2
    jalr    t0
    li      a0, 0
embgo_try_restore:
    lw      ra, 0(sp)
    lw      s0, 4(sp)
    lw      s1, 8(sp)
    lw      s2, 12(sp)
    lw      s3, 16(sp)
    lw      s4, 20(sp)
    lw      s5, 24(sp)
    lw      s6, 28(sp)
    lw      s7, 32(sp)
    lw      s8, 36(sp)
    lw      s9, 40(sp)
    lw      s10, 44(sp)
    lw      s11, 48(sp)
    addi    sp, sp, 64
    ret
    .cfi_endproc
    .size embgo_try, . - embgo_try

// void embgo_unwind(deferFrame *f): returns from that frame's embgo_try again, with 1.
    .global embgo_unwind
    .type embgo_unwind, @function
embgo_unwind:
    lw      sp, 8(a0)
    li      a0, 1
    j       embgo_try_restore
    .size embgo_unwind, . - embgo_unwind

// void embgo_switch(g *from, g *to): saves the callee-saved registers on the stack and its pointer
// in the first word of from, and returns to where to was left.
    .section .text.embgo_switch, "ax", @progbits
    .global embgo_switch
    .type embgo_switch, @function
embgo_switch:
    addi    sp, sp, -64
    sw      ra, 0(sp)
    sw      s0, 4(sp)
    sw      s1, 8(sp)
    sw      s2, 12(sp)
    sw      s3, 16(sp)
    sw      s4, 20(sp)
    sw      s5, 24(sp)
    sw      s6, 28(sp)
    sw      s7, 32(sp)
    sw      s8, 36(sp)
    sw      s9, 40(sp)
    sw      s10, 44(sp)
    sw      s11, 48(sp)
    sw      sp, 0(a0)
    lw      sp, 0(a1)
    lw      ra, 0(sp)
    lw      s0, 4(sp)
    lw      s1, 8(sp)
    lw      s2, 12(sp)
    lw      s3, 16(sp)
    lw      s4, 20(sp)
    lw      s5, 24(sp)
    lw      s6, 28(sp)
    lw      s7, 32(sp)
    lw      s8, 36(sp)
    lw      s9, 40(sp)
    lw      s10, 44(sp)
    lw      s11, 48(sp)
    addi    sp, sp, 64
    ret
    .size embgo_switch, . - embgo_switch

// uintptr embgo_frame(uintptr top, void (*code)(void)): what embgo_switch pops, with code as the
// return address. The registers do not matter.
    .global embgo_frame
    .type embgo_frame, @function
embgo_frame:
    addi    a0, a0, -64
    sw      a1, 0(a0)
    ret
    .size embgo_frame, . - embgo_frame

// void embgo_registers(uintptr r[3]): the return address, the stack pointer and the frame pointer.
    .section .text.embgo_registers, "ax", @progbits
    .global embgo_registers
    .type embgo_registers, @function
embgo_registers:
    sw      ra, 0(a0)
    sw      sp, 4(a0)
    sw      s0, 8(a0)
    ret
    .size embgo_registers, . - embgo_registers

// void embgo_suspended(uintptr sp, uintptr r[3]): the same, of what embgo_switch has saved.
    .section .text.embgo_suspended, "ax", @progbits
    .global embgo_suspended
    .type embgo_suspended, @function
embgo_suspended:
    lw      a2, 0(a0)
    sw      a2, 0(a1)
    lw      a2, 4(a0)
    sw      a2, 8(a1)
    addi    a0, a0, 64
    sw      a0, 4(a1)
    ret
    .size embgo_suspended, . - embgo_suspended

// void embgo_keep(void *): whatever it points to is in use here.
    .section .text.embgo_keep, "ax", @progbits
    .global embgo_keep
    .type embgo_keep, @function
embgo_keep:
    ret
    .size embgo_keep, . - embgo_keep

// void embgo_wait(void): sleeps until an interrupt is pending.
    .section .text.embgo_wait, "ax", @progbits
    .global embgo_wait
    .type embgo_wait, @function
embgo_wait:
    wfi
    ret
    .size embgo_wait, . - embgo_wait

// uintptr embgo_irq_disable(void): the old mstatus.MIE (bit 3), and interrupts off.
    .section .text.embgo_irq_disable, "ax", @progbits
    .global embgo_irq_disable
    .type embgo_irq_disable, @function
embgo_irq_disable:
    csrrci  a0, mstatus, 8
    andi    a0, a0, 8
    ret
    .size embgo_irq_disable, . - embgo_irq_disable

// void embgo_irq_restore(uintptr)
    .section .text.embgo_irq_restore, "ax", @progbits
    .global embgo_irq_restore
    .type embgo_irq_restore, @function
embgo_irq_restore:
    csrs    mstatus, a0
    ret
    .size embgo_irq_restore, . - embgo_irq_restore

// bool embgo_irq_active(void)
    .section .text.embgo_irq_active, "ax", @progbits
    .global embgo_irq_active
    .type embgo_irq_active, @function
embgo_irq_active:
    la      a0, embgo_irq_depth
    lw      a0, 0(a0)
    ret
    .size embgo_irq_active, . - embgo_irq_active

// 1 while a handler runs.
    .section .bss.embgo_irq_depth, "aw", @nobits
    .balign 4
    .global embgo_irq_depth
    .type embgo_irq_depth, @object
embgo_irq_depth:
    .space 4
    .size embgo_irq_depth, . - embgo_irq_depth

// uintptr embgo_semihost(uintptr op, void *argument)
// The emulator sees the three instructions and does what op says (RISC-V Semihosting, 2). They must
// be uncompressed and lie in one page.
    .section .text.embgo_semihost, "ax", @progbits
    .balign 16
    .global embgo_semihost
    .type embgo_semihost, @function
embgo_semihost:
    .option push
    .option norvc
    slli    zero, zero, 0x1f
    ebreak
    srai    zero, zero, 7
    .option pop
    ret
    .size embgo_semihost, . - embgo_semihost
