// Start-up, exception entry and the stack switch of defer and panic for Cortex-M: M0, M0+, M3,
// M4, M7, M33. Only Thumb-1 instructions are used outside #if, so one file serves them all.
//
// Takes: the symbols of the linker script (docs/abi.md) and EMBGO_IRQS, the number of external
// interrupts; with EMBGO_VECTORS_IN_RAM the vector table moves to RAM; with EMBGO_CHIP_START
// embgo_chip_start is called first. Gives: Reset_Handler, the vector table, Default_Handler, embgo_try, embgo_unwind,
// embgo_switch, embgo_frame, embgo_semihost. Calls: embgo_start and embgo_fault, both in Go.

// What these functions take of the stack, without and with floating-point registers:
// stack: embgo_try 40 104
// stack: embgo_switch 36 100
// A function of the chip's ROM; what it needs is an estimate.
// stack: embgo_call 256 256
// stack: embgo_leave 0 0

    .syntax unified
    .thumb
    .cfi_sections .debug_frame

#ifndef EMBGO_IRQS
#define EMBGO_IRQS 0
#endif

// The vector table: ARMv7-M reference manual B1.5.2. A handler the program does not define is
// Default_Handler, which reports the exception's number and stops.
    .macro weak_handler name
    .weak \name
    .thumb_set \name, Default_Handler
    .endm

    .macro irq_entry n
    weak_handler embgo_irq_\n
    .word embgo_irq_\n
    .endm

    .section .isr_vector, "a", %progbits
    .balign 4
    .global embgo_vectors
    .type embgo_vectors, %object
embgo_vectors:
    .word _stack_top
    .word Reset_Handler
    .word NMI_Handler
    .word HardFault_Handler
    .word MemManage_Handler
    .word BusFault_Handler
    .word UsageFault_Handler
    .word SecureFault_Handler
    .word 0
    .word 0
    .word 0
    .word SVC_Handler
    .word DebugMon_Handler
    .word 0
    .word PendSV_Handler
    .word SysTick_Handler
    .altmacro
    .set embgo_irq_number, 0
    .rept EMBGO_IRQS
    irq_entry %embgo_irq_number
    .set embgo_irq_number, embgo_irq_number + 1
    .endr
    .noaltmacro
    .size embgo_vectors, . - embgo_vectors

    weak_handler NMI_Handler
    weak_handler HardFault_Handler
    weak_handler MemManage_Handler
    weak_handler BusFault_Handler
    weak_handler UsageFault_Handler
    weak_handler SecureFault_Handler
    weak_handler SVC_Handler
    weak_handler DebugMon_Handler
    weak_handler PendSV_Handler
    weak_handler SysTick_Handler

    .section .text.Reset_Handler, "ax", %progbits
    .global Reset_Handler
    .type Reset_Handler, %function
    .thumb_func
Reset_Handler:
    // A bootloader or debugger may have come here by a jump, with any stack and interrupts on.
    cpsid   i
    ldr     r0, =_stack_top
    mov     sp, r0
#ifdef EMBGO_CHIP_START
    // Memory that is not there before the chip is told of it.
    bl      embgo_chip_start
#endif
#ifdef EMBGO_VECTORS_IN_RAM
    ldr     r0, =embgo_vectors
    ldr     r1, =_ramvectors_start
    ldr     r2, =_ramvectors_end
    bl      embgo_copy
    ldr     r1, =_ramvectors_start
#else
    ldr     r1, =embgo_vectors
#endif
    // VTOR (0xe000ed08); cores without it ignore the write (ARMv6-M B3.2.5). The barrier lets an
    // exception that comes at once find the new table (Arm application note 321, "Vector table
    // configuration").
    ldr     r0, =0xe000ed08
    str     r1, [r0]
    dsb
#if defined(__ARM_FP) && __ARM_FP
    // CPACR (0xe000ed88): full access to coprocessors 10 and 11 (ARMv7-M B3.2.20).
    movs    r1, #0xf
    lsls    r1, r1, #20
    adds    r0, #0x80
    ldr     r2, [r0]
    orrs    r2, r1
    str     r2, [r0]
    dsb
    isb
#endif
    ldr     r0, =_sidata
    ldr     r1, =_sdata
    ldr     r2, =_edata
    bl      embgo_copy
    ldr     r0, =_siramfunc
    ldr     r1, =_sramfunc
    ldr     r2, =_eramfunc
    bl      embgo_copy
    movs    r0, #0
    ldr     r1, =_sbss
    ldr     r2, =_ebss
    b       2f
1:  stm     r1!, {r0}
2:  cmp     r1, r2
    blo     1b
    cpsie   i
    bl      embgo_start
3:  b       3b

// Copies the words at r0 to r1..r2; nothing if they are there already.
embgo_copy:
    cmp     r0, r1
    beq     3f
    b       2f
1:  ldm     r0!, {r3}
    stm     r1!, {r3}
2:  cmp     r1, r2
    blo     1b
3:  bx      lr
    .pool
    .size Reset_Handler, . - Reset_Handler

// Reports the exception: embgo_fault(frame, number), with the address of the eight words that the
// processor stacked. The report needs a stack, the one where it happened: if that was a handler's,
// or less than 256 bytes are left, begin a new one.
    .section .text.Default_Handler, "ax", %progbits
    .global Default_Handler
    .type Default_Handler, %function
    .thumb_func
Default_Handler:
    mov     r0, lr
    lsls    r0, r0, #29         // bit 2 of EXC_RETURN: the frame is on the process stack
    bmi     1f
    mrs     r0, msp
    mov     r2, lr
    lsls    r2, r2, #28         // bit 3: the exception came out of a handler if it is clear
    bpl     3f
    b       2f
1:  mrs     r0, psp
    mov     sp, r0
2:  ldr     r2, =_stack_bottom + 256
    cmp     sp, r2
    bhi     4f
3:  ldr     r2, =_stack_top
    mov     sp, r2
4:  mrs     r1, ipsr
    bl      embgo_fault
5:  b       5b
    .pool
    .size Default_Handler, . - Default_Handler

// uintptr embgo_try(deferFrame *f, void (*code)(void *), void *ctx): docs/abi.md, "Defer".
    .section .text.embgo_try, "ax", %progbits
    .global embgo_try
    .type embgo_try, %function
    .thumb_func
embgo_try:
    .cfi_startproc
#if defined(__thumb2__)
    push    {r3-r11, lr}        // r3 keeps the stack aligned to 8
    .cfi_offset r7, -24
#else
    push    {r3-r7, lr}
    mov     r4, r8
    mov     r5, r9
    mov     r6, r10
    mov     r7, r11
    push    {r4-r7}
    .cfi_offset r7, -8
#endif
    .cfi_def_cfa_offset 40
    .cfi_offset lr, -4
#if defined(__ARM_FP) && __ARM_FP
    vpush   {d8-d15}
    .cfi_def_cfa_offset 104
#endif
    mov     r3, sp
    str     r3, [r0, #8]
    mov     r0, r2
    blx     r1
    movs    r0, #0
embgo_try_restore:
#if defined(__ARM_FP) && __ARM_FP
    vpop    {d8-d15}
#endif
#if defined(__thumb2__)
    pop     {r3-r11, pc}
#else
    pop     {r4-r7}
    mov     r8, r4
    mov     r9, r5
    mov     r10, r6
    mov     r11, r7
    pop     {r3-r7, pc}
#endif
    .cfi_endproc
    .size embgo_try, . - embgo_try

// void embgo_unwind(deferFrame *f): returns from that frame's embgo_try again, with 1.
    .global embgo_unwind
    .type embgo_unwind, %function
    .thumb_func
embgo_unwind:
    ldr     r1, [r0, #8]
    mov     sp, r1
    movs    r0, #1
    b       embgo_try_restore
    .size embgo_unwind, . - embgo_unwind

// void embgo_switch(g *from, g *to): saves the callee-saved registers on the stack and its pointer
// in the first word of from, and returns to where to was left.
    .section .text.embgo_switch, "ax", %progbits
    .global embgo_switch
    .type embgo_switch, %function
    .thumb_func
embgo_switch:
#if defined(__thumb2__)
    push    {r4-r11, lr}
#else
    push    {r4-r7, lr}
    mov     r4, r8
    mov     r5, r9
    mov     r6, r10
    mov     r7, r11
    push    {r4-r7}
#endif
#if defined(__ARM_FP) && __ARM_FP
    vpush   {d8-d15}
#endif
    mov     r2, sp
    str     r2, [r0]
    ldr     r2, [r1]
    mov     sp, r2
#if defined(__ARM_FP) && __ARM_FP
    vpop    {d8-d15}
#endif
#if defined(__thumb2__)
    pop     {r4-r11, pc}
#else
    pop     {r4-r7}
    mov     r8, r4
    mov     r9, r5
    mov     r10, r6
    mov     r11, r7
    pop     {r4-r7, pc}
#endif
    .size embgo_switch, . - embgo_switch

// uintptr embgo_frame(uintptr top, void (*code)(void)): what embgo_switch pops, with code as the
// return address. The registers do not matter.
    .global embgo_frame
    .type embgo_frame, %function
    .thumb_func
embgo_frame:
    subs    r0, #36
    str     r1, [r0, #32]
#if defined(__ARM_FP) && __ARM_FP
    subs    r0, #64
#endif
    bx      lr
    .size embgo_frame, . - embgo_frame

// void embgo_irq_stack(void): the program goes on with the process stack, at the same place, and
// exceptions get _irq_stack_top (ARMv7-M B1.4.1: SPSEL in CONTROL).
    .section .text.embgo_irq_stack, "ax", %progbits
    .global embgo_irq_stack
    .type embgo_irq_stack, %function
    .thumb_func
embgo_irq_stack:
    mrs     r0, control
    movs    r1, #2
    orrs    r1, r0
    mov     r0, sp
    ldr     r2, =_irq_stack_top
    cpsid   i
    msr     psp, r0
    msr     control, r1
    isb
    msr     msp, r2
    cpsie   i
    bx      lr
    .pool
    .size embgo_irq_stack, . - embgo_irq_stack

// uintptr embgo_semihost(uintptr op, void *argument)
    .section .text.embgo_semihost, "ax", %progbits
    .global embgo_semihost
    .type embgo_semihost, %function
    .thumb_func
embgo_semihost:
    bkpt    0xab
    bx      lr
    .size embgo_semihost, . - embgo_semihost

// void embgo_registers(uintptr r[3]): the return address, the stack pointer and the frame pointer.
    .section .text.embgo_registers, "ax", %progbits
    .global embgo_registers
    .type embgo_registers, %function
    .thumb_func
embgo_registers:
    mov     r1, lr
    mov     r2, sp
    mov     r3, r7
    stm     r0!, {r1-r3}
    bx      lr
    .size embgo_registers, . - embgo_registers

// void embgo_suspended(uintptr sp, uintptr r[3]): the same, of what embgo_switch has saved.
    .section .text.embgo_suspended, "ax", %progbits
    .global embgo_suspended
    .type embgo_suspended, %function
    .thumb_func
embgo_suspended:
#if defined(__ARM_FP) && __ARM_FP
    adds    r0, #64
#endif
#if defined(__thumb2__)
    ldr     r2, [r0, #12]
#else
    ldr     r2, [r0, #28]
#endif
    str     r2, [r1, #8]
    ldr     r2, [r0, #32]
    str     r2, [r1]
    adds    r0, #36
    str     r0, [r1, #4]
    bx      lr
    .size embgo_suspended, . - embgo_suspended

// void embgo_keep(void *): whatever it points to is in use here.
    .section .text.embgo_keep, "ax", %progbits
    .global embgo_keep
    .type embgo_keep, %function
    .thumb_func
embgo_keep:
    bx      lr
    .size embgo_keep, . - embgo_keep

// void embgo_wait(void): sleeps until an interrupt or event is pending.
    .section .text.embgo_wait, "ax", %progbits
    .global embgo_wait
    .type embgo_wait, %function
    .thumb_func
embgo_wait:
    wfi
    bx      lr
    .size embgo_wait, . - embgo_wait

// uintptr embgo_irq_disable(void): the old PRIMASK, and interrupts off.
    .section .text.embgo_irq_disable, "ax", %progbits
    .global embgo_irq_disable
    .type embgo_irq_disable, %function
    .thumb_func
embgo_irq_disable:
    mrs     r0, primask
    cpsid   i
    bx      lr
    .size embgo_irq_disable, . - embgo_irq_disable

// void embgo_irq_restore(uintptr)
    .section .text.embgo_irq_restore, "ax", %progbits
    .global embgo_irq_restore
    .type embgo_irq_restore, %function
    .thumb_func
embgo_irq_restore:
    msr     primask, r0
    bx      lr
    .size embgo_irq_restore, . - embgo_irq_restore

// uintptr embgo_irq_number(void): the exception that runs, 0 outside of exceptions.
    .section .text.embgo_irq_number, "ax", %progbits
    .global embgo_irq_number
    .type embgo_irq_number, %function
    .thumb_func
embgo_irq_number:
    mrs     r0, ipsr
    bx      lr
    .size embgo_irq_number, . - embgo_irq_number

    .global embgo_irq_count
    .set embgo_irq_count, EMBGO_IRQS

// bool embgo_irq_active(void): IPSR is zero outside of exceptions.
    .section .text.embgo_irq_active, "ax", %progbits
    .global embgo_irq_active
    .type embgo_irq_active, %function
    .thumb_func
embgo_irq_active:
    mrs     r0, ipsr
    subs    r1, r0, #1
    sbcs    r0, r1              // 1 unless r0 is zero
    bx      lr
    .size embgo_irq_active, . - embgo_irq_active

// embgo_call(a, b, function): calls a function that lies at an address, in the chip's ROM say.
    .section .text.embgo_call, "ax", %progbits
    .global embgo_call
    .type embgo_call, %function
    .thumb_func
embgo_call:
    bx      r2
    .size embgo_call, . - embgo_call

// embgo_leave(vectors): starts another program by its vector table, with the stack of handlers and
// interrupts on, as a reset would.
    .section .text.embgo_leave, "ax", %progbits
    .global embgo_leave
    .type embgo_leave, %function
    .thumb_func
embgo_leave:
    movs    r1, #0
    msr     control, r1
    isb
    ldr     r1, [r0]
    msr     msp, r1
    ldr     r1, [r0, #4]
    cpsie   i
    bx      r1
    .size embgo_leave, . - embgo_leave
