//! The LLVM IR that we write: golden text, LLVM's own verifier and code generators, and what a
//! debugger sees of it on a simulated board.

use embgo::base::embedded::EmbeddedFs;
use embgo::base::fs::MemFs;
use embgo::base::source::{FileId, Pos, SourceMap};
use embgo::ir::builder::FuncBuilder;
use embgo::ir::entities::*;
use embgo::ir::function::*;
use embgo::ir::module::*;
use embgo::ir::{parse, verify};
use embgo::llvm::{Atomics, EmitOptions, EmitTarget, Masking, Opt, PanicStrategy, emit};
use embgo::target::arch::Arch;
use embgo::target::{self, Target};
use expect_test::expect_file;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A processor with and one without atomic instructions, in both families.
const BOARDS: [&str; 4] = ["cortex-m-qemu", "microbit", "riscv-qemu", "esp32-c3-devkitm"];

fn tool(name: &str) -> PathBuf {
    let names: Vec<String> = (19..=22).rev().map(|v| format!("{name}-{v}")).collect();
    let found = names.iter().map(String::as_str).chain([name]).find_map(|n| which::which(n).ok());
    found.unwrap_or_else(|| panic!("{name} is not installed; `make setup` installs it"))
}

fn board(name: &str) -> (Target, EmitTarget) {
    let t = target::load(name, &MemFs::default(), &EmbeddedFs, Path::new("")).expect("loads");
    let masking = if t.arch == Arch::Arm { Masking::Primask } else { Masking::Mstatus };
    let atomics = if t.has_atomics() { Atomics::Native(masking) } else { Atomics::Masked(masking) };
    let emit_target = EmitTarget {
        triple: t.triple.clone(),
        data_layout: t.data_layout().to_owned(),
        cpu: t.cpu.clone(),
        features: t.features.clone(),
        abi: if t.arch == Arch::RiscV32 { t.abi.clone() } else { String::new() },
        atomics,
    };
    (t, emit_target)
}

fn options(opt: Opt, debug: bool, panic: PanicStrategy) -> EmitOptions {
    EmitOptions { opt, debug, panic, no_builtins: false }
}

/// Runs a tool on the text; its messages if it fails.
fn accepts(program: &Path, args: &[&str], text: &str) {
    let dir = tempfile::tempdir().expect("a folder");
    let input = dir.path().join("in.ll");
    std::fs::write(&input, text).expect("written");
    let out = Command::new(program)
        .args(args)
        .args(["-o", "out"])
        .arg(&input)
        .current_dir(&dir)
        .output()
        .expect("runs");
    let message = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && !message.contains("warning"), "{message}\n{text}");
}

fn examples() -> Vec<(PathBuf, Module)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/llvm");
    let entries = std::fs::read_dir(dir).expect("the folder is readable").flatten();
    let mut paths: Vec<PathBuf> = entries.map(|e| e.path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "ir"));
    paths.sort();
    let read = |p: PathBuf| {
        let text = std::fs::read_to_string(&p).expect("readable");
        let m = parse::module(&text).unwrap_or_else(|e| panic!("{}: {e}", p.display()));
        verify::module(&m).unwrap_or_else(|e| panic!("{}: {e}", p.display()));
        (p, m)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn examples_are_written_as_expected() {
    let opts = options(Opt::MinSize, false, PanicStrategy::Print);
    let (_, arm) = board("cortex-m-qemu");
    for (path, m) in examples() {
        let text = emit(&m, &arm, &SourceMap::default(), &opts);
        expect_file![path.with_extension("ll")].assert_eq(&text);
        assert_eq!(text, emit(&m, &arm, &SourceMap::default(), &opts));
    }
}

#[test]
fn llvm_verifies_and_compiles_the_examples() {
    for (_, m) in examples() {
        for name in BOARDS {
            let (t, emit_target) = board(name);
            let panic = if name == "microbit" { PanicStrategy::Trap } else { PanicStrategy::Print };
            for opt in [Opt::Speed, Opt::MinSize] {
                let opts = options(opt, true, panic);
                let text = emit(&m, &emit_target, &SourceMap::default(), &opts);
                accepts(&tool("opt"), &["-passes=verify", "-disable-output"], &text);
                let (triple, cpu) = (format!("--target={}", t.triple), format!("-mcpu={}", t.cpu));
                let mut args = vec!["-x", "ir", "-c", "-Wno-override-module", &triple, &cpu];
                args.push(if opt == Opt::Speed { "-O1" } else { "-Oz" });
                accepts(&tool("clang"), &args, &text);
            }
        }
    }
}

/// The program that is debugged. Positions in the IR point to words of it.
const SOURCE: &str = r#"package main

var count = 41

type node struct {
	id   int
	name string
	next *node
}

func describe(id int, name string) int {
	local := id + len(name)
	return local
}

func main() {
	n, s := 7, "hello"
	{
		head := node{id: n, name: s}
		head.next = &head
		squares := [4]int{0, 1, 4, 9}
		boxed := 12
		count += describe(n, s)
	}
}
"#;

struct Sample {
    m: Module,
    file: Pos,
    string: AggId,
    int: DebugTypeId,
    string_type: DebugTypeId,
    node_type: DebugTypeId,
}

impl Sample {
    fn pos(&self, word: &str) -> Pos {
        let at = SOURCE.find(word).unwrap_or_else(|| panic!("no {word} in the source"));
        Pos(self.file.0 + at as u32)
    }

    fn loc(&self, word: &str, scope: u32) -> Loc {
        Loc { pos: self.pos(word), scope }
    }

    fn var(&self, name: &str, ty: DebugTypeId, scope: u32, arg: u32) -> Option<DebugVar> {
        let pos = self.pos(&format!("{name} "));
        Some(DebugVar { name: name.into(), ty, pos, scope, arg, indirect: false })
    }
}

fn sample(file: Pos) -> Sample {
    let mut m = Module::default();
    let string = m.agg(Agg::Struct([Ty::Ptr, Ty::I32].into()));
    let mut ty = |t| m.debug_types.push(t);
    let signed = DebugEncoding::Signed;
    let int = ty(DebugType::Basic { name: "int".into(), bits: 32, encoding: signed });
    let encoding = DebugEncoding::Unsigned;
    let byte = ty(DebugType::Basic { name: "uint8".into(), bits: 8, encoding });
    let bytes = ty(DebugType::Pointer { to: Some(byte) });
    let field = |name: &str, ty, offset, size| DebugField { name: name.into(), ty, offset, size };
    let fields = vec![field("str", bytes, 0, 4), field("len", int, 4, 4)];
    let string_type = ty(DebugType::Struct { name: "string".into(), size: 8, align: 4, fields });
    let node_type = ty(DebugType::Pending);
    let pointer = ty(DebugType::Pointer { to: Some(node_type) });
    let fields = vec![
        field("id", int, 0, 4),
        field("name", string_type, 4, 8),
        field("next", pointer, 12, 4),
    ];
    m.debug_types[node_type] =
        DebugType::Struct { name: "main.node".into(), size: 16, align: 4, fields };
    Sample { m, file, string, int, string_type, node_type }
}

fn global(name: &str, ty: Ty, init: Const) -> Global {
    Global {
        name: name.into(),
        ty,
        init: Some(init),
        constant: false,
        align: 0,
        section: None,
        export: false,
        unnamed: false,
        debug: None,
    }
}

/// `describe` and `main` of the source, and a vector table.
fn program(file: Pos) -> Module {
    let mut s = sample(file);
    let text_ty = Ty::Agg(s.m.agg(Agg::Array(Ty::I8, 5)));
    let text = global("main.main$1", text_ty, Const::Bytes(b"hello".into()));
    let text = s.m.globals.push(Global { constant: true, unnamed: true, ..text });
    let debug = Some(("main.count".into(), s.int, s.pos("count = 41")));
    let count = global("main.count", Ty::I32, Const::Int(41));
    let count = s.m.globals.push(Global { debug, ..count });
    let string = Ty::Agg(s.string);
    let sig = s.m.sig(Sig { params: [Ty::I32, string].into(), result: Some(Ty::I32) });
    let mut f = Function::new("main.describe".into(), sig);
    (f.pos, f.debug_name) = (s.pos("func describe"), "main.describe".into());
    f.attrs.noinline = true;
    let mut b = FuncBuilder::new(&s.m, f);
    let id = b.slot(Ty::I32, s.var("id", s.int, 0, 1));
    let name = b.slot(string, s.var("name", s.string_type, 0, 2));
    let local = b.slot(Ty::I32, s.var("local", s.int, 0, 0));
    b.store(id, b.param(0));
    b.store(name, b.param(1));
    b.set_loc(s.loc("local :=", 0));
    let len = b.load(name, string);
    let len = b.extract(&s.m, len, 1);
    let id = b.load(id, Ty::I32);
    let sum = b.add(id, len);
    b.store(local, sum);
    b.set_loc(s.loc("return local", 0));
    let result = b.load(local, Ty::I32);
    b.ret(Some(result));
    let describe = s.m.funcs.push(b.finish());
    main_function(&mut s, describe, count, text);
    s.m
}

fn main_function(s: &mut Sample, describe: FuncId, count: GlobalId, text: GlobalId) {
    let string = Ty::Agg(s.string);
    let node = s.m.agg(Agg::Struct([Ty::I32, string, Ty::Ptr].into()));
    let squares_agg = s.m.agg(Agg::Array(Ty::I32, 4));
    let squares_type = s.m.debug_types.push(DebugType::Array { elem: s.int, len: 4, size: 16 });
    let sig = s.m.sig(Sig::default());
    let mut f = Function::new("main.main".into(), sig);
    (f.pos, f.debug_name) = (s.pos("func main"), "main.main".into());
    f.attrs.export = true;
    let mut b = FuncBuilder::new(&s.m, f);
    b.set_loc(s.loc("n, s := 7", 0));
    let n = b.slot(
        Ty::I32,
        Some(DebugVar { pos: s.pos("n, s"), ..s.var("name", s.int, 0, 0).unwrap() }),
    );
    let v = b.slot(string, s.var("s", s.string_type, 0, 0));
    let Operand::Slot(n_slot) = n else { unreachable!() };
    b.func.slots[n_slot].debug.as_mut().expect("given").name = "n".into();
    b.store(n, Operand::i32(7));
    let hello = b.make_agg(string, vec![Operand::Global(text), Operand::i32(5)]);
    b.store(v, hello);
    let scope = b.push_scope(s.pos("{\n\t\thead"));
    b.set_loc(s.loc("head := node", scope));
    let head = b.slot(Ty::Agg(node), s.var("head", s.node_type, scope, 0));
    let squares = b.slot(Ty::Agg(squares_agg), s.var("squares", squares_type, scope, 0));
    let boxed_var = s.var("boxed", s.int, scope, 0).map(|v| DebugVar { indirect: true, ..v });
    let (boxed, cell) = (b.slot(Ty::Ptr, boxed_var), b.slot(Ty::I32, None));
    b.store(head, Operand::i32(7));
    let name = b.field_addr(head, node, 1);
    b.store(name, hello);
    let next = b.field_addr(head, node, 2);
    b.store(next, head);
    for (i, square) in [0, 1, 4, 9].into_iter().enumerate() {
        let place = b.elem_addr(squares, Ty::I32, Operand::i32(i as i32));
        b.store(place, Operand::i32(square));
    }
    b.store(cell, Operand::i32(12));
    b.store(boxed, cell);
    b.set_loc(s.loc("count += describe", scope));
    let (n, v) = (b.load(n, Ty::I32), b.load(v, string));
    let got = b.call(&s.m, describe, vec![n, v]).expect("a result");
    let old = b.load(Operand::Global(count), Ty::I32);
    let sum = b.add(old, got);
    b.store(Operand::Global(count), sum);
    b.pop_scope();
    let forever = b.new_block();
    b.br(forever);
    b.switch_to(forever);
    b.br(forever);
    let main = s.m.funcs.push(b.finish());
    let vectors_ty = Ty::Agg(s.m.agg(Agg::Array(Ty::Ptr, 2)));
    let content = Const::Agg(vec![Const::Addr(0x2000_4000), Const::Func(main)]);
    let vectors = global("vectors", vectors_ty, content);
    let section = Some(".isr_vector".to_owned());
    s.m.globals.push(Global { constant: true, export: true, section, ..vectors });
}

const SCRIPT: &str = "SECTIONS {
  . = 0; .text : { *(.isr_vector) *(.text*) *(.rodata*) }
  . = 0x20000000; .data : { *(.data*) *(.bss*) }
  /DISCARD/ : { *(.ARM.exidx*) }
}";

#[test]
fn a_debugger_shows_lines_variables_and_types() {
    let mut sources = SourceMap::default();
    let file: FileId = sources.add(Path::new("main.go"), "hello/main.go".into(), SOURCE.into());
    let m = program(sources.file(file).start());
    verify::module(&m).expect("well formed");
    let (_, arm) = board("cortex-m-qemu");
    let text = emit(&m, &arm, &sources, &options(Opt::Speed, true, PanicStrategy::Print));
    let dir = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, text: &str| std::fs::write(dir.path().join(name), text).expect("written");
    write("main.ll", &text);
    std::fs::write("/tmp/dbg.ll", &text).unwrap();
    write("script.ld", SCRIPT);
    let run = |program: PathBuf, args: &[&str]| {
        let out = Command::new(program).args(args).current_dir(&dir).output().expect("runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    };
    let target = ["--target=thumbv7m-none-eabi", "-mcpu=cortex-m3", "-O0", "-c", "main.ll"];
    run(tool("clang"), &target);
    run(tool("ld.lld"), &["-T", "script.ld", "-e", "main.main", "main.o", "-o", "main.elf"]);
    let board = "target remote | exec qemu-system-arm -M lm3s6965evb -display none -S \
                 -kernel main.elf -gdb stdio -serial null -monitor null";
    let commands = [
        "set confirm off",
        "set style enabled off",
        board,
        "break main.describe",
        "continue",
        "next",
        "bt",
        "info args",
        "info locals",
        "up",
        "print n",
        "print s",
        "print head",
        "print head.next.name",
        "print squares",
        "print *&boxed",
        "print 'main.count'",
        "info source",
        "kill",
    ];
    let gdb = which::which("gdb-multiarch").expect("gdb-multiarch; `make setup` installs it");
    let out = Command::new("timeout")
        .arg("60")
        .arg(gdb)
        .args(["-q", "-nx", "-batch", "main.elf"])
        .args(commands.iter().flat_map(|c| ["-ex", c]))
        .current_dir(&dir)
        .stdin(Stdio::null())
        .output()
        .expect("runs");
    let shown = String::from_utf8_lossy(&out.stdout);
    let wanted = [
        "main.describe (id=7, name=...) at hello/main.go:13",
        "in main.main () at hello/main.go:23",
        "local = 12",
        "$1 = 7",
        "$2 = 0x",
        "$3 = {id = 7, name = 0x",
        " \"hello\"\n$5",
        "$5 = {0, 1, 4, 9}",
        "$6 = 12",
        "$7 = 41",
        "Source language is go.",
    ];
    let errors = String::from_utf8_lossy(&out.stderr);
    for text in wanted {
        assert!(shown.contains(text), "no {text:?} in\n{shown}\n{errors}");
    }
    let elf = std::fs::read(dir.path().join("main.elf")).expect("readable");
    let place = dir.path().as_os_str().as_encoded_bytes();
    assert!(!elf.windows(place.len()).any(|w| w == place), "the image names the building machine");
}
