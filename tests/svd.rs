//! `embgo svd`: a description with one of everything becomes the Go package it should, which Go's
//! formatter leaves alone and official Go agrees with; what is wrong is told with its place.

#[path = "support/program.rs"]
mod program;

use embgo::svd::{Options, package};
use program::goroot::goroot;
use program::{Embgo, root};
use std::process::Command;

fn sample() -> String {
    let path = root().join("tests/data/svd/sample.svd");
    std::fs::read_to_string(path).expect("the sample is there")
}

fn options() -> Options {
    Options { source: "sample.svd".to_owned(), ..Options::default() }
}

/// What is wrong with a description.
fn error(text: &str) -> String {
    let error = package(text, &options()).expect_err("it is refused");
    format!("{error:#}")
}

#[test]
fn one_of_everything() {
    let got = package(&sample(), &options()).expect("it is read");
    assert_eq!(got.warnings, [""; 0]);
    assert_eq!((got.name.as_str(), got.file.as_str()), ("sample1", "sample1.go"));
    assert_eq!((got.peripherals, got.interrupts), (5, 2));
    expect_test::expect_file!["data/svd/sample1.txt"].assert_eq(&got.text);
}

#[test]
fn gofmt_leaves_it_alone() {
    let embgo = Embgo::new();
    embgo.file("p.go", package(&sample(), &options()).expect("it is read").text);
    let output = Command::new(goroot().join("bin/gofmt"))
        .arg("-d")
        .arg(embgo.path().join("p.go"))
        .output()
        .expect("gofmt starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}

/// Prints addresses of registers; the numbers are those of `sample.svd`.
const USES: &str = r#"package main

import (
	"test/sample1"
	"unsafe"
)

func at(p, peripheral unsafe.Pointer, offset uintptr) {
	if uintptr(p)-uintptr(peripheral) != offset {
		println("wrong:", uintptr(p)-uintptr(peripheral), offset)
	}
}

func main() {
	uart, dma := unsafe.Pointer(sample1.UART1), unsafe.Pointer(sample1.DMA)
	at(unsafe.Pointer(&sample1.UART1.BRR), uart, 0x6)
	at(unsafe.Pointer(&sample1.UART1.COUNT), uart, 0x18)
	at(unsafe.Pointer(sample1.UART1.THR()), uart, 0x10)
	at(unsafe.Pointer(&sample1.DMA.CH[3].CTRL), dma, 0x6c)
	at(unsafe.Pointer(&sample1.DMA.KEY[2]), dma, 0x88)
	at(unsafe.Pointer(&sample1.DMA.PIN5_CFG), dma, 0x98)
	at(unsafe.Pointer(&sample1.DMA.APART[1]), dma, 0xb0)
	at(unsafe.Pointer(&sample1.DMA.EVEN1), dma, 0xc8)
	at(unsafe.Pointer(&sample1.DMA.ODD1), dma, 0xcc)
	at(unsafe.Pointer(sample1.DMA.CRC24()), dma, 0xd1)
	at(unsafe.Pointer(&sample1.DMA.SLAVE().B), dma, 0xe4)
	at(unsafe.Pointer(&sample1.DMA.CRYPT[3]), dma, 0xfc)
	if where {
		println(uart, dma, unsafe.Pointer(sample1.PortB))
	}
	println(sample1.UART_CR_RXMODE_Msk>>sample1.UART_CR_RXMODE_Pos, sample1.UART_CR_RXMODE_Sync,
		sample1.UART_CR_FLAGB, sample1.IRQ_UART1)
}
"#;

/// What stands for `runtime/volatile` in official Go.
const VOLATILE: &str = "package volatile

type Register8 struct{ Reg uint8 }
type Register16 struct{ Reg uint16 }
type Register32 struct{ Reg uint32 }
type Register64 struct{ Reg uint64 }
";

#[test]
fn registers_are_where_the_description_says() {
    let embgo = Embgo::new();
    embgo.file("go.mod", "module test\n\ngo 1.26\n");
    embgo.file("sample.svd", sample());
    embgo.file("main.go", USES);
    let told = embgo.run("svd sample.svd");
    assert_eq!((told.code, told.stdout.as_str()), (0, ""));
    let want =
        "wrote sample1/sample1.go: package sample1 with 5 peripherals, 26 registers, 2 interrupts";
    assert!(told.stderr.contains(want), "{}", told.stderr);
    embgo.file("where.go", "package main\n\nconst where = true\n");
    let ran = embgo.run("run -target=cortex-m-qemu .").ok();
    assert_eq!(ran, "0x40011000 0x40020000 0x50000100\n7 5 131072 6\n");

    // Official Go lays the same structs out the same way. It reads what it takes a field's address
    // of, so its peripherals lie in ordinary memory.
    embgo.file("where.go", "package main\n\nconst where = false\n");
    embgo.file("volatile/volatile.go", VOLATILE);
    let text = String::from_utf8(embgo.read("sample1/sample1.go")).expect("text");
    let address = regex_lite::Regex::new(r"uintptr\(0x\w{8}\)").expect("an expression");
    let text = address.replace_all(&text, "&memory").replace("runtime/volatile", "test/volatile");
    embgo.file("sample1/sample1.go", text + "\nvar memory [64]uint64\n");
    let output = Command::new(goroot().join("bin/go"))
        .args(["run", "."])
        .current_dir(embgo.path())
        .envs([("GOFLAGS", ""), ("GOTOOLCHAIN", "local"), ("GOWORK", "off")])
        .output()
        .expect("go starts");
    // println of Go writes to standard error.
    assert_eq!(String::from_utf8_lossy(&output.stderr), "7 5 131072 6\n");
}

#[test]
fn a_part_can_be_chosen() {
    let chosen = |names: &[&str]| {
        let peripherals = names.iter().map(|n| (*n).to_owned()).collect();
        package(&sample(), &Options { peripherals, ..options() })
    };
    let got = chosen(&["uart1"]).expect("it is there");
    assert_eq!((got.peripherals, got.registers, got.interrupts), (1, 7, 2));
    assert!(got.text.contains("\tUART1 = (*UART_Type)(") && !got.text.contains("DMA"));
    assert_eq!(chosen(&["UART", "PORTB"]).expect("they are there").peripherals, 4);
    let error = chosen(&["UART7"]).expect_err("it is not there").to_string();
    assert_eq!(
        error,
        "sample.svd has no peripheral or group UART7; there are UART0, UART1, DMA, port%s"
    );
}

#[test]
fn files_of_others_are_not_replaced() {
    let embgo = Embgo::new();
    embgo.file("sample.svd", sample());
    embgo.run("svd -o d -package regs -tags a,b sample.svd").ok();
    let text = String::from_utf8(embgo.read("d/sample1.go")).expect("text");
    assert!(text.contains("\n//go:build a && b\n") && text.contains("\npackage regs\n"));
    embgo.run("svd -o d -package regs sample.svd").ok();
    embgo.file("d/sample1.go", "package regs\n");
    let message = "is there already and not from `embgo svd`; choose another -o";
    for (line, message) in [
        ("svd -o d -package regs sample.svd", message),
        ("svd -package Main sample.svd", "Main cannot be a Go package"),
        ("svd none.svd", "cannot read none.svd"),
    ] {
        let ended = embgo.run(line);
        assert_eq!(ended.code, 1, "{line}");
        assert!(ended.stderr.contains(message), "{}", ended.stderr);
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let with = |from: &str, to: &str| {
        assert!(sample().contains(from), "{from}");
        error(&sample().replacen(from, to, 1))
    };
    let next = "; correct the file there, or look for a newer one of the chip's maker";
    let cases = [
        (
            "<bitRange>[0:0]",
            "<bitRange>[0:1]",
            "24:68: <bitRange> is \"[0:1]\", which is not of the form [7:0]",
        ),
        (
            "<bitRange>[0:0]",
            "<bitRange>[",
            "24:68: <bitRange> is \"[\", which is not of the form [7:0]",
        ),
        (
            "<dim>4</dim>",
            "<dim>4000000000</dim>",
            "82:11: <dim> is 4000000000, and the largest that makes sense is 65536",
        ),
        (
            "<dimIndex>3-5<",
            "<dimIndex>3-5000000<",
            "95:75: <dimIndex> is \"3-5000000\": an array has at least one and at most 65536 elements",
        ),
        ("<lsb>4</lsb>", "<lsb>four</lsb>", "27:15: <lsb> is no number"),
        ("</registers>", "", "68:5: this is no XML: expected 'registers' tag, not 'peripheral'"),
    ];
    for (from, to, want) in cases {
        assert_eq!(with(from, to), format!("sample.svd:{want}{next}"));
    }
    let got = with("<addressOffset>0x0</addressOffset>", "");
    assert!(got.starts_with("sample.svd:19:9: register `CR`: "), "{got}");
    assert!(got.contains("Expected a <addressOffset> tag"), "{got}");
    assert_eq!(
        error("<svg/>"),
        "sample.svd: this is no SVD file: its outermost element is <svg>, not <device>"
    );
    let deep = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
    assert_eq!(error(&deep), format!("sample.svd:1: elements lie more than 64 deep{next}"));
}

#[test]
fn what_cannot_be_is_left_out_and_told() {
    let with = |from: &str, to: &str| {
        assert!(sample().contains(from), "{from}");
        let got = package(&sample().replacen(from, to, 1), &options()).expect("the rest is read");
        got.warnings.join("\n")
    };
    for (from, to, want) in [
        ("<size>16<", "<size>0<", "UART0.BRR is left out: a register cannot have 0 bits"),
        (
            "<addressOffset>0x14<",
            "<addressOffset>0x15<",
            "UART0.CR2 is left out: its address is no multiple of its 4 bytes",
        ),
        (
            "derivedFrom=\"CR\"",
            "derivedFrom=\"CR7\"",
            "UART0.CR2 is left out: it derives from CR7, which is not there",
        ),
        (
            "derivedFrom=\"UART0\"",
            "derivedFrom=\"UART1\"",
            "UART1 is left out: it derives from UART1 in a circle",
        ),
        (
            "<dimIncrement>0x20<",
            "<dimIncrement>0x8<",
            "DMA.CH[%s].CTRL is left out: it goes beyond the end of what it is in",
        ),
        (
            "<bitOffset>8<",
            "<bitOffset>31<",
            "UART0.CR.RXMODE is left out: its bits are not among the register's 32",
        ),
        (
            "<baseAddress>0x40020000<",
            "<baseAddress>0x100000000<",
            "DMA is left out: its address has more than 32 bits",
        ),
    ] {
        assert_eq!(with(from, to), want, "{to}");
    }
}

/// Whatever is done to a description, there is a package or an error.
#[test]
fn no_description_stops_it() {
    let sample = sample();
    let tags: Vec<&str> = sample.split_inclusive('>').collect();
    let numbers =
        ["0", "1", "-1", "0x", "#", "0xffffffff", "4294967295", "0x10000000000", "[", "é"];
    arbtest::arbtest(|u| {
        let mut parts: Vec<String> = tags.iter().map(|t| (*t).to_owned()).collect();
        for _ in 0..u.int_in_range(1..=4)? {
            let at = u.choose_index(parts.len())?;
            let other = u.choose_index(parts.len())?;
            match u.int_in_range(0..=4)? {
                0 => drop(parts.remove(at)),
                1 => parts.swap(at, other),
                2 => parts[at] = format!("{}{}", parts[at], parts[other]),
                3 => {
                    // The text before an end tag.
                    let end = parts[at].find("</").unwrap_or(0);
                    let number = u.choose(&numbers)?;
                    parts[at] = format!("{number}{}", &parts[at][end..]);
                }
                _ => parts[at] = parts[other].clone(),
            }
        }
        if let Ok(got) = package(&parts.concat(), &options()) {
            assert!(got.text.starts_with("// Code generated by embgo svd"));
        }
        Ok(())
    })
    .budget_ms(3000);
}
