//! Interrupt handlers: what the compiler refuses, and handlers that run in QEMU.

#[path = "support/program.rs"]
mod program;

use program::Embgo;

/// The messages for a program with these lines in `main` and these declarations before it.
fn messages(declarations: &str, body: &str) -> String {
    let embgo = Embgo::new();
    let text = format!(
        "package main\n\nimport \"runtime/interrupt\"\n{declarations}\nfunc main() {{\n{body}}}\n"
    );
    embgo.file("main.go", text);
    let ended = embgo.run("build -target=cortex-m-qemu main.go");
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    ended.stderr
}

#[test]
fn what_a_handler_must_not_do() {
    let list = "var list []int\nfunc grow() { list = append(list, 1) }\n\
                func handler(interrupt.Interrupt) { grow() }\n";
    let text = messages(list, "\tinterrupt.New(5, handler)\n");
    let want = "the handler of interrupt 5 allocates memory: main.handler > main.grow > \
                runtime.growslice > runtime.alloc";
    assert!(text.contains(want) && text.contains("main.go:9:2"), "{text}");
    let text = messages(
        "var c = make(chan int)\nfunc take() int { return <-c }\n",
        "\tinterrupt.New(6, func(interrupt.Interrupt) { take() })\n",
    );
    let want = "the handler of interrupt 6 waits: main.main.func1 > main.take > \
                runtime.chanrecv > runtime.park";
    assert!(text.contains(want), "{text}");
}

#[test]
fn numbers_and_handlers() {
    for (body, want) in [
        (
            "\tinterrupt.New(500, func(interrupt.Interrupt) {})\n",
            "cortex-m-qemu has no interrupt 500; the numbers go from 0 to 43",
        ),
        (
            "\tn := 5\n\tinterrupt.New(n, func(interrupt.Interrupt) {})\n",
            "the number of an interrupt must be constant",
        ),
        (
            "\tn := 5\n\tinterrupt.New(5, func(interrupt.Interrupt) { n++ })\n\tprintln(n)\n",
            "the handler of an interrupt must be a declared function or a literal that captures \
             nothing",
        ),
        (
            "\tinterrupt.New(7, func(interrupt.Interrupt) {})\n\
             \tinterrupt.New(7, func(interrupt.Interrupt) {})\n",
            "interrupt 7 has two handlers",
        ),
    ] {
        let text = messages("", body);
        assert!(text.contains(want), "{text}");
    }
}

/// A program with an interrupt that it causes itself: what each core needs for that.
fn replacing(target: &str) -> String {
    let text = r#"package main

import (
	IMPORT
	"runtime/interrupt"
	"runtime/volatile"
	"unsafe"
)

var n volatile.Register32

func register(at uintptr) *volatile.Register8 { return (*volatile.Register8)(unsafe.Pointer(at)) }

func pend() {
	CAUSE
	for i := 0; i < 100; i++ {
		n.Get()
	}
}

func end() {
	END
}

func main() {
	irq := interrupt.New(NUMBER, func(interrupt.Interrupt) {
		end()
		n.Set(n.Get() + 1)
	})
	irq.SetPriority(5)
	irq.Enable()
	pend()
	println(n.Get(), interrupt.In())
	add := uint32(10)
	irq.Replace(func(i interrupt.Interrupt) {
		end()
		n.Set(n.Get() + add + uint32(i.Number()))
		println("in the handler", interrupt.In())
	})
	pend()
	println(n.Get())
	state := interrupt.Disable()
	pend()
	println(n.Get())
	interrupt.Restore(state)
	println(n.Get())
	irq.Disable()
	pend()
	println(n.Get())
}
"#;
    let (import, number, cause, end) = match target {
        // The serial port, which can send.
        "riscv-qemu" => ("", "10", "register(0x10000001).Set(2)", "register(0x10000001).Set(0)"),
        "xtensa-qemu" => (
            "\"device\"",
            "7",
            "device.Asm(\"movi a8, 128\\n wsr a8, intset\\n rsync\")",
            "device.Asm(\"movi a8, 128\\n wsr a8, intclear\\n rsync\")",
        ),
        _ => ("\"device/arm\"", "7", "arm.NVIC.ISPR[0].Set(1 << 7)", ""),
    };
    let text = text.replace("IMPORT", import).replace("NUMBER", number);
    text.replace("CAUSE", cause).replace("END", end)
}

#[test]
fn handlers_can_be_replaced() {
    for (target, number) in [
        ("cortex-m-qemu", 7),
        ("microbit", 7),
        ("cortex-m4-qemu", 7),
        ("riscv-qemu", 10),
        ("xtensa-qemu", 7),
    ] {
        let embgo = Embgo::new();
        embgo.file("main.go", replacing(target));
        let output = embgo.run(&format!("run -target={target} -timeout=60s main.go")).ok();
        let (one, two) = (11 + number, 21 + 2 * number);
        let want = format!(
            "1 false\nin the handler true\n{one}\n{one}\nin the handler true\n{two}\n{two}\n"
        );
        assert_eq!(output, want, "{target}");
    }
}

/// Where the vector table is, before and after a handler was replaced, and whether it is whole.
const TABLE: &str = r#"package main

import (
	"device/arm"
	"runtime/interrupt"
	"runtime/volatile"
	"unsafe"
)

var vtor = (*volatile.Register32)(unsafe.Pointer(uintptr(0xe000ed08)))

//go:extern embgo_vectors
var first [16 + 32]uint32

func word(at uint32) uint32 { return *(*uint32)(unsafe.Pointer(uintptr(at))) }

// show tells where the table is, how many entries differ from the first table and how many are code addresses without
// their lowest bit.
func show() {
	at := vtor.Get()
	differ, even := 0, 0
	for i := 1; i < len(first); i++ {
		w := word(at + uint32(i)*4)
		if w != first[i] {
			differ++
		}
		if w != 0 && w&1 == 0 {
			even++
		}
	}
	println(at>>28, at%256, differ, even)
}

var n volatile.Register32

func pend(i uint32) {
	arm.NVIC.ISPR[0].Set(1 << i)
	for i := 0; i < 100; i++ {
		n.Get()
	}
}

func main() {
	irq := interrupt.New(3, func(interrupt.Interrupt) { n.Set(n.Get() + 1) })
	other := interrupt.New(31, func(interrupt.Interrupt) { n.Set(n.Get() + 100) })
	irq.Enable()
	other.Enable()
	show()
	pend(3)
	add := uint32(10)
	irq.Replace(func(interrupt.Interrupt) { n.Set(n.Get() + add) })
	show()
	pend(3)
	pend(31)
	println(n.Get())
}
"#;

#[test]
fn the_vector_table_moves_to_ram() {
    // The region of the table is 2, the RAM's, where it has moved. The M0 has no VTOR: its table
    // stays, whole, and the handler is replaced all the same.
    for (target, keys, want) in [
        ("cortex-m-qemu", "", "0 0 0 0\n2 0 1 0\n111\n"),
        ("cortex-m4-qemu", "", "0 0 0 0\n2 0 1 0\n111\n"),
        ("microbit", "", "0 0 0 0\n0 0 0 0\n111\n"),
        ("cortex-m-qemu", ", \"vectors-in-ram\": true", "2 0 0 0\n2 0 1 0\n111\n"),
        ("cortex-m4-qemu", ", \"vectors-in-ram\": true", "2 0 0 0\n2 0 1 0\n111\n"),
    ] {
        let embgo = Embgo::new();
        embgo.file("board.json", format!("{{\"inherits\": [\"{target}\"]{keys}}}"));
        embgo.file("main.go", TABLE);
        let output = embgo.run("run -target=./board.json -timeout=60s main.go").ok();
        assert_eq!(output, want, "{target}{keys}");
    }
}

#[test]
fn a_handler_wakes_goroutines_on_riscv() {
    let embgo = Embgo::new();
    embgo.file(
        "main.go",
        r#"package main

import (
	"runtime/interrupt"
	"runtime/volatile"
	"unsafe"
)

// The software interrupt of hart 0.
var pending = (*volatile.Register32)(unsafe.Pointer(uintptr(0x02000000)))

var (
	events = make(chan int, 4)
	count  int
)

func main() {
	irq := interrupt.New(interrupt.Software, func(interrupt.Interrupt) {
		pending.Set(0)
		count++
		select {
		case events <- count:
		default:
		}
	})
	irq.Enable()
	done := make(chan int)
	go func() {
		sum := 0
		for i := 0; i < 100; i++ {
			sum += <-events
		}
		done <- sum
	}()
	go func() {
		for i := 0; i < 100; i++ {
			pending.Set(1)
			events <- 0
		}
	}()
	println(<-done > 0, count)
}
"#,
    );
    let output = embgo.run("run -target=riscv-qemu -timeout=60s main.go").ok();
    assert!(output.starts_with("true "), "{output}");
}

/// The parts of packages `device/arm` and `device/riscv` that programs for TinyGo use.
#[test]
fn device_packages() {
    let arm = r#"package main

import (
	"device/arm"
	"runtime/volatile"
	"unsafe"
)

var (
	ticks volatile.Register32
	last  unsafe.Pointer
)

func main() {
	println(arm.SetupSystemTimer(100000) == nil)
	for ticks.Get() < 3 {
	}
	mask := arm.DisableInterrupts()
	stopped := ticks.Get()
	for range 400000 {
		volatile.LoadPointer(&last)
	}
	println(ticks.Get() == stopped)
	arm.EnableInterrupts(mask)
	for ticks.Get() == stopped {
	}
	println(arm.SetupSystemTimer(1<<25) != nil, arm.SetupSystemTimer(0) == nil)
	volatile.StorePointer(&last, unsafe.Pointer(&ticks))
	println(volatile.LoadPointer(&last) == unsafe.Pointer(&ticks))
}

//export SysTick_Handler
func tick() {
	ticks.Set(ticks.Get() + 1)
}
"#;
    let riscv = r#"package main

import "device/riscv"

func main() {
	riscv.MSCRATCH.Set(5)
	riscv.MSCRATCH.SetBits(8)
	riscv.MSCRATCH.ClearBits(1)
	println(riscv.MSCRATCH.Get(), riscv.MHARTID.Get())
	riscv.MSTATUS.SetBits(8)
	outer := riscv.DisableInterrupts()
	inner := riscv.DisableInterrupts()
	println(outer>>3&1, inner>>3&1)
	riscv.EnableInterrupts(inner)
	println(riscv.MSTATUS.Get() >> 3 & 1)
	riscv.EnableInterrupts(outer)
	println(riscv.MSTATUS.Get() >> 3 & 1)
}
"#;
    for (target, source, want) in [
        ("cortex-m-qemu", arm, "true\ntrue\ntrue true\ntrue\n"),
        ("riscv-qemu", riscv, "12 0\n1 0\n0\n1\n"),
    ] {
        let embgo = Embgo::new();
        embgo.file("main.go", source);
        let ended = embgo.run(&format!("run -target={target} -timeout=20s main.go"));
        assert_eq!(ended.stdout, want, "{target}: {}", ended.stderr);
    }
}
