// Start-up, vectors and the stack switch of defer and panic for Xtensa in the call0 ABI: a0 return
// address, a1 stack, a2..a7 arguments, a12..a15 kept by the called function.
//
// Takes: the symbols of the linker script (docs/abi.md) and EMBGO_IRQS. Gives: _start, the vectors,
// embgo_irq_dispatch, embgo_irq_none, embgo_try, embgo_unwind, embgo_switch, embgo_frame, embgo_ccount,
// embgo_irq_enable. Calls, in Go: embgo_start, embgo_fault, embgo_interrupt.
//
// LLVM's assembler computes offsets of l32r wrongly unless the literal is in another section, so
// each function's literals have one.

// What these functions take of the stack:
// stack: embgo_try 32
// stack: embgo_switch 32
// stack: embgo_exception 144

#ifndef EMBGO_IRQS
#define EMBGO_IRQS 0
#endif

// The assembler takes plain numbers only, no sums.
// An exception frame has 144 bytes: at 0 a0, at 4 to 40 a2 to a11, then these, and at 64 to 124 the
// floating-point registers.
#define FRAME 144
#define FRAME_SAR 44
#define FRAME_PC 48
#define FRAME_BR 52
#define FRAME_COMPARE 56
#define FRAME_SP 60

// Values of PS: user exceptions go to the user vector, interrupts of level 1 among them; nothing is
// masked.
#define PS_RUN 0x20
// The same, with levels up to 3 masked: while an exception is handled.
#define PS_HANDLER 0x23
// At reset: all levels masked.
#define PS_RESET 0x2f
// EXCM on top of these: nothing at all is taken until rfe.
#define PS_RUN_EXCM 0x30
#define PS_HANDLER_EXCM 0x33

// void embgo_restart(void)
    .section .text.embgo_restart, "ax", @progbits
    .p2align 2
.Lrestart:      .long _start
    .global embgo_restart
    .type embgo_restart, @function
embgo_restart:
    l32r    a2, .Lrestart
    jx      a2
    .size embgo_restart, . - embgo_restart


    .section .init, "ax", @progbits
    .global _start
    .type _start, @function
_start:
    j       embgo_reset
    .size _start, . - _start

    .section .init.literal, "ax", @progbits
    .p2align 2
.Lvectors:      .long embgo_vectors
.Lstack:        .long _stack_top
.Learly:        .long embgo_early
.Lsidata:       .long _sidata
.Lsdata:        .long _sdata
.Ledata:        .long _edata
.Lsiramfunc:    .long _siramfunc
.Lsramfunc:     .long _sramfunc
.Leramfunc:     .long _eramfunc
.Lsbss:         .long _sbss
.Lebss:         .long _ebss
.Lstart:        .long embgo_start

    .section .init.reset, "ax", @progbits
    .p2align 2
    .type embgo_reset, @function
embgo_reset:
    // Nothing is taken, and there is one window only, without exceptions of windows: PS.WOE stays
    // clear from here on.
    movi    a2, PS_RESET
    wsr     a2, ps
    rsync
    movi    a0, 0
    movi    a2, 1
    wsr     a0, intenable
    wsr     a2, windowstart
    wsr     a0, windowbase
    rsync
    l32r    a2, .Lvectors
    wsr     a2, vecbase
    l32r    a1, .Lstack
    // The floating-point unit, and what else the core has of coprocessors.
    movi    a2, 0xff
    wsr     a2, cpenable
    movi    a2, PS_RUN
    wsr     a2, ps
    rsync
    l32r    a2, .Learly
    callx0  a2
    l32r    a2, .Lsidata
    l32r    a3, .Lsdata
    l32r    a4, .Ledata
    call0   embgo_copy
    l32r    a2, .Lsiramfunc
    l32r    a3, .Lsramfunc
    l32r    a4, .Leramfunc
    call0   embgo_copy
    movi    a2, 0
    l32r    a3, .Lsbss
    l32r    a4, .Lebss
    j       2f
1:  s32i    a2, a3, 0
    addi    a3, a3, 4
2:  bltu    a3, a4, 1b
    l32r    a2, .Lstart
    callx0  a2
3:  waiti   0
    j       3b

// Copies the words at a2 to a3..a4; nothing if they are there already.
    .p2align 2
embgo_copy:
    beq     a2, a3, 3f
    j       2f
1:  l32i    a5, a2, 0
    s32i    a5, a3, 0
    addi    a2, a2, 4
    addi    a3, a3, 4
2:  bltu    a3, a4, 1b
3:  ret
    .size embgo_reset, . - embgo_reset

    .section .text.embgo_early, "ax", @progbits
    .weak embgo_early
    .p2align 2
    .type embgo_early, @function
embgo_early:
    ret
    .size embgo_early, . - embgo_early

// The vectors, at their distances from VECBASE. Levels above 1 are not used: they stop.
    .section .text.embgo_vectors, "ax", @progbits
    .p2align 10
    .global embgo_vectors
    .type embgo_vectors, @function
embgo_vectors:
    .space  0x300
    // 0x300: exceptions in kernel mode, that is, inside of a handler
    wsr     a0, excsave1
    j       embgo_exception
    .p2align 6
    // 0x340: all others
    wsr     a0, excsave1
    j       embgo_exception
    .p2align 6
    .space  64
    // 0x3c0: an exception before the state of another was saved
    wsr     a0, excsave1
    j       embgo_double
    .p2align 6
    .size embgo_vectors, . - embgo_vectors

    .section .literal.embgo_exception, "ax", @progbits
    .p2align 2
.Llimit:        .long _stack_bottom + FRAME
.Lirq_frame:    .long _irq_stack_top - FRAME
.Lfault_stack:  .long _stack_top
.Lfault:        .long embgo_fault
.Linterrupt:    .long embgo_interrupt
.Ldepth:        .long embgo_irq_depth

    .section .text.embgo_exception, "ax", @progbits
    .p2align 2
    .type embgo_exception, @function
embgo_exception:
    // 4: an interrupt of level 1 (ISA reference, table of EXCCAUSE). Handlers have a stack of their
    // own, and do not interrupt each other.
    rsr     a0, exccause
    bnei    a0, 4, 8f
    l32r    a0, .Lirq_frame
    s32i    a1, a0, FRAME_SP
    or      a1, a0, a0
    j       4f
    // A stack that has no room left would only fault again: begin a new one for the report.
8:  l32r    a0, .Llimit
    bgeu    a1, a0, 9f
    j       5f
9:  addmi   a1, a1, -256
    addi    a1, a1, 112
4:  s32i    a2, a1, 4
    s32i    a3, a1, 8
    s32i    a4, a1, 12
    s32i    a5, a1, 16
    s32i    a6, a1, 20
    s32i    a7, a1, 24
    s32i    a8, a1, 28
    s32i    a9, a1, 32
    s32i    a10, a1, 36
    s32i    a11, a1, 40
    rsr     a2, excsave1
    s32i    a2, a1, 0
    rsr     a2, sar
    s32i    a2, a1, FRAME_SAR
    rsr     a3, epc1
    s32i    a3, a1, FRAME_PC
    rsr     a2, exccause
    beqi    a2, 4, 1f
    rsr     a4, excvaddr
    or      a5, a1, a1
    l32r    a6, .Ldepth
    l32i    a6, a6, 0
    beqz    a6, 6f
    // The stack of handlers has no room for the report.
    l32r    a1, .Lfault_stack
    j       6f
1:  rsr     a2, br
    s32i    a2, a1, FRAME_BR
    rsr     a2, scompare1
    s32i    a2, a1, FRAME_COMPARE
    ssi     f0, a1, 64
    ssi     f1, a1, 68
    ssi     f2, a1, 72
    ssi     f3, a1, 76
    ssi     f4, a1, 80
    ssi     f5, a1, 84
    ssi     f6, a1, 88
    ssi     f7, a1, 92
    ssi     f8, a1, 96
    ssi     f9, a1, 100
    ssi     f10, a1, 104
    ssi     f11, a1, 108
    ssi     f12, a1, 112
    ssi     f13, a1, 116
    ssi     f14, a1, 120
    ssi     f15, a1, 124
    movi    a2, PS_HANDLER
    wsr     a2, ps
    rsync
    l32r    a2, .Ldepth
    movi    a3, 1
    s32i    a3, a2, 0
    // the lowest interrupt that is pending and enabled
2:  rsr     a2, interrupt
    rsr     a3, intenable
    and     a2, a2, a3
    beqz    a2, 3f
    neg     a3, a2
    and     a2, a2, a3
    nsau    a2, a2
    movi    a3, 31
    sub     a2, a3, a2
    l32r    a3, .Linterrupt
    callx0  a3
    j       2b
3:  l32r    a2, .Ldepth
    movi    a3, 0
    s32i    a3, a2, 0
    // EXCM and the mask again: rfe clears EXCM.
    movi    a2, PS_HANDLER_EXCM
    wsr     a2, ps
    rsync
    lsi     f0, a1, 64
    lsi     f1, a1, 68
    lsi     f2, a1, 72
    lsi     f3, a1, 76
    lsi     f4, a1, 80
    lsi     f5, a1, 84
    lsi     f6, a1, 88
    lsi     f7, a1, 92
    lsi     f8, a1, 96
    lsi     f9, a1, 100
    lsi     f10, a1, 104
    lsi     f11, a1, 108
    lsi     f12, a1, 112
    lsi     f13, a1, 116
    lsi     f14, a1, 120
    lsi     f15, a1, 124
    l32i    a2, a1, FRAME_COMPARE
    wsr     a2, scompare1
    l32i    a2, a1, FRAME_BR
    wsr     a2, br
    l32i    a2, a1, FRAME_SAR
    wsr     a2, sar
    l32i    a2, a1, FRAME_PC
    wsr     a2, epc1
    // Interrupts of level 1 are taken only with nothing masked, so that is the state to return to;
    // EXCM keeps them off until rfe.
    movi    a2, PS_RUN_EXCM
    wsr     a2, ps
    rsync
    l32i    a0, a1, 0
    l32i    a2, a1, 4
    l32i    a3, a1, 8
    l32i    a4, a1, 12
    l32i    a5, a1, 16
    l32i    a6, a1, 20
    l32i    a7, a1, 24
    l32i    a8, a1, 28
    l32i    a9, a1, 32
    l32i    a10, a1, 36
    l32i    a11, a1, 40
    l32i    a1, a1, FRAME_SP
    rfe
5:  rsr     a2, exccause
    rsr     a3, epc1
    rsr     a4, excvaddr
    movi    a5, 0
    l32r    a1, .Lfault_stack
    // embgo_fault(cause, pc, value, frame): does not return.
6:  movi    a6, PS_HANDLER
    wsr     a6, ps
    rsync
    l32r    a6, .Lfault
    callx0  a6
7:  j       7b
    .size embgo_exception, . - embgo_exception

    .section .text.embgo_double, "ax", @progbits
    .p2align 2
    .type embgo_double, @function
embgo_double:
    rsr     a2, exccause
    rsr     a3, depc
    rsr     a4, excvaddr
    movi    a5, 0
    l32r    a1, .Lfault_stack
    movi    a6, PS_HANDLER
    wsr     a6, ps
    rsync
    l32r    a6, .Lfault
    callx0  a6
1:  j       1b
    .size embgo_double, . - embgo_double

    .section .literal.embgo_irq_dispatch, "ax", @progbits
    .p2align 2
#if EMBGO_IRQS > 0
.Ltable:        .long embgo_irq_table
.Lcount:        .long EMBGO_IRQS
#endif
.Lno_handler:   .long embgo_irq_none

// void embgo_irq_dispatch(uintptr n): calls embgo_irq_n, or reports that there is none.
    .section .text.embgo_irq_dispatch, "ax", @progbits
    .global embgo_irq_dispatch
    .p2align 2
    .type embgo_irq_dispatch, @function
embgo_irq_dispatch:
#if EMBGO_IRQS > 0
    l32r    a3, .Lcount
    bgeu    a2, a3, 1f
    l32r    a3, .Ltable
    addx4   a3, a2, a3
    l32i    a3, a3, 0
    beqz    a3, 1f
    jx      a3
1:
#endif
    l32r    a3, .Lno_handler
    jx      a3
    .size embgo_irq_dispatch, . - embgo_irq_dispatch

    .section .literal.embgo_irq_none, "ax", @progbits
    .p2align 2
.Lnone:         .long 0x80000000
.Lfault2:       .long embgo_fault

// void embgo_irq_none(uintptr n): reports it as a fault with the top bit set.
    .section .text.embgo_irq_none, "ax", @progbits
    .global embgo_irq_none
    .p2align 2
    .type embgo_irq_none, @function
embgo_irq_none:
    l32r    a3, .Lnone
    or      a2, a2, a3
    rsr     a3, epc1
    movi    a4, 0
    or      a5, a1, a1
    l32r    a6, .Lfault2
    jx      a6
    .size embgo_irq_none, . - embgo_irq_none

#if EMBGO_IRQS > 0
    .macro irq_entry n
    .weak embgo_irq_\n
    .long embgo_irq_\n
    .endm

    .section .rodata.embgo_irq_table, "a", @progbits
    .p2align 2
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

    // What a function called from Go must keep, on the stack at a1.
    .macro save_kept
    addi    a1, a1, -32
    s32i    a0, a1, 0
    s32i    a12, a1, 4
    s32i    a13, a1, 8
    s32i    a14, a1, 12
    s32i    a15, a1, 16
    .endm

    .macro restore_kept
    l32i    a0, a1, 0
    l32i    a12, a1, 4
    l32i    a13, a1, 8
    l32i    a14, a1, 12
    l32i    a15, a1, 16
    addi    a1, a1, 32
    .endm

// uintptr embgo_try(deferFrame *f, void (*code)(void *), void *ctx): docs/abi.md, "Defer".
    .section .text.embgo_try, "ax", @progbits
    .global embgo_try
    .p2align 2
    .type embgo_try, @function
embgo_try:
    save_kept
    s32i    a1, a2, 8
    or      a2, a4, a4
    callx0  a3
    movi    a2, 0
embgo_try_restore:
    restore_kept
    ret
    .size embgo_try, . - embgo_try

// void embgo_unwind(deferFrame *f): returns from that frame's embgo_try again, with 1.
    .global embgo_unwind
    .p2align 2
    .type embgo_unwind, @function
embgo_unwind:
    l32i    a1, a2, 8
    movi    a2, 1
    j       embgo_try_restore
    .size embgo_unwind, . - embgo_unwind

// void embgo_switch(g *from, g *to): saves what is kept on the stack and the stack's pointer in the
// first word of from, and returns to where to was left.
    .section .text.embgo_switch, "ax", @progbits
    .global embgo_switch
    .p2align 2
    .type embgo_switch, @function
embgo_switch:
    save_kept
    s32i    a1, a2, 0
    l32i    a1, a3, 0
    restore_kept
    ret
    .size embgo_switch, . - embgo_switch

// uintptr embgo_frame(uintptr top, void (*code)(void)): what embgo_switch pops, with code as the
// return address. The registers do not matter.
    .global embgo_frame
    .p2align 2
    .type embgo_frame, @function
embgo_frame:
    addi    a2, a2, -32
    s32i    a3, a2, 0
    ret
    .size embgo_frame, . - embgo_frame

// void embgo_registers(uintptr r[3]): the return address, the stack pointer and the frame pointer.
    .section .text.embgo_registers, "ax", @progbits
    .global embgo_registers
    .p2align 2
    .type embgo_registers, @function
embgo_registers:
    s32i    a0, a2, 0
    s32i    a1, a2, 4
    s32i    a15, a2, 8
    ret
    .size embgo_registers, . - embgo_registers

// void embgo_suspended(uintptr sp, uintptr r[3]): the same, of what embgo_switch has saved.
    .section .text.embgo_suspended, "ax", @progbits
    .global embgo_suspended
    .p2align 2
    .type embgo_suspended, @function
embgo_suspended:
    l32i    a4, a2, 0
    s32i    a4, a3, 0
    l32i    a4, a2, 16
    s32i    a4, a3, 8
    addi    a2, a2, 32
    s32i    a2, a3, 4
    ret
    .size embgo_suspended, . - embgo_suspended

// void embgo_keep(void *): whatever it points to is in use here.
    .section .text.embgo_keep, "ax", @progbits
    .global embgo_keep
    .p2align 2
    .type embgo_keep, @function
embgo_keep:
    ret
    .size embgo_keep, . - embgo_keep

// void embgo_wait(void): sleeps until an interrupt was handled, with the mask as it was.
    .section .text.embgo_wait, "ax", @progbits
    .global embgo_wait
    .p2align 2
    .type embgo_wait, @function
embgo_wait:
    rsr     a2, ps
    waiti   0
    wsr     a2, ps
    rsync
    ret
    .size embgo_wait, . - embgo_wait

// uintptr embgo_irq_disable(void): the old PS, and interrupts off.
    .section .text.embgo_irq_disable, "ax", @progbits
    .global embgo_irq_disable
    .p2align 2
    .type embgo_irq_disable, @function
embgo_irq_disable:
    rsil    a2, 3
    ret
    .size embgo_irq_disable, . - embgo_irq_disable

// void embgo_irq_restore(uintptr)
    .section .text.embgo_irq_restore, "ax", @progbits
    .global embgo_irq_restore
    .p2align 2
    .type embgo_irq_restore, @function
embgo_irq_restore:
    wsr     a2, ps
    rsync
    ret
    .size embgo_irq_restore, . - embgo_irq_restore

    .section .literal.embgo_irq_active, "ax", @progbits
    .p2align 2
.Ldepth2:       .long embgo_irq_depth

// bool embgo_irq_active(void)
    .section .text.embgo_irq_active, "ax", @progbits
    .global embgo_irq_active
    .p2align 2
    .type embgo_irq_active, @function
embgo_irq_active:
    l32r    a2, .Ldepth2
    l32i    a2, a2, 0
    ret
    .size embgo_irq_active, . - embgo_irq_active

// void embgo_irq_mask(uintptr bits): the interrupts that are enabled (INTENABLE).
    .section .text.embgo_irq_mask, "ax", @progbits
    .global embgo_irq_mask
    .p2align 2
    .type embgo_irq_mask, @function
embgo_irq_mask:
    wsr     a2, intenable
    rsync
    ret
    .size embgo_irq_mask, . - embgo_irq_mask

// uint32 embgo_ccount(void): cycles since reset, modulo 2^32.
    .section .text.embgo_ccount, "ax", @progbits
    .global embgo_ccount
    .p2align 2
    .type embgo_ccount, @function
embgo_ccount:
    rsr     a2, ccount
    ret
    .size embgo_ccount, . - embgo_ccount

// void embgo_ccompare(uint32): when the core's first timer rings; ends its ringing.
    .section .text.embgo_ccompare, "ax", @progbits
    .global embgo_ccompare
    .p2align 2
    .type embgo_ccompare, @function
embgo_ccompare:
    wsr     a2, ccompare0
    rsync
    ret
    .size embgo_ccompare, . - embgo_ccompare

// uintptr embgo_simcall(uintptr number, uintptr a, uintptr b, uintptr c): the request to a simulator
// (SIMCALL), which LLVM's assembler does not know.
    .section .text.embgo_simcall, "ax", @progbits
    .global embgo_simcall
    .p2align 2
    .type embgo_simcall, @function
embgo_simcall:
    .byte   0x00, 0x51, 0x00
    ret
    .size embgo_simcall, . - embgo_simcall

// 1 while a handler runs.
    .section .bss.embgo_irq_depth, "aw", @nobits
    .p2align 2
    .global embgo_irq_depth
    .type embgo_irq_depth, @object
embgo_irq_depth:
    .space 4
    .size embgo_irq_depth, . - embgo_irq_depth
