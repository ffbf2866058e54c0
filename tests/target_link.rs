//! Links a small program for every target with the real compiler and linker, from the generated
//! script, and looks at what came out.

use embgo::base::embedded::EmbeddedFs;
use embgo::base::fs::{FileSystem, MemFs};
use embgo::link::script::{LinkOptions, script};
use embgo::link::{RELAXED_ARGUMENT, arguments, layout, overflow, report};
use embgo::target::arch::Arch;
use embgo::target::memory::Role;
use embgo::target::{self, Target};
use goblin::elf::Elf;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program with something in every kind of section.
const PROGRAM: &str = r#"
int zero[8];
int some = 42;
const int table[4] = {1, 2, 3, 4};
__attribute__((section(".noinit"))) int kept;
extern char _stack_top[], _sdata[], _edata[], _sidata[], _sbss[], _ebss[], _heap_start[];
__attribute__((section(".ramfunc"), noinline)) int fast(int x) { return x * 3 + some; }
#if defined(__arm__)
void Reset_Handler(void);
__attribute__((section(".isr_vector"), used))
const void *vectors[2] = {_stack_top, (void *)Reset_Handler};
__attribute__((used)) void Reset_Handler(void)
#else
__attribute__((section(".init"), used)) void _start(void)
#endif
{
    volatile int *z = zero;
    for (;;) z[table[z[0] & 3]] = fast(z[1]) + kept;
}
#if defined(__ARM_ARCH_6M__)
__attribute__((section(".boot2"), used)) const char boot2[16] = "boot";
#endif
void never_called(void) { zero[0] = 1; }
"#;

fn tool(names: &[&str]) -> PathBuf {
    let found = names.iter().find_map(|n| which::which(n).ok());
    found.unwrap_or_else(|| panic!("none of {names:?} is installed; `make setup` installs it"))
}

fn clang() -> PathBuf {
    tool(&["clang-22", "clang-21", "clang-20", "clang-19", "clang"])
}

fn lld() -> PathBuf {
    tool(&["ld.lld-22", "ld.lld-21", "ld.lld-20", "ld.lld-19", "ld.lld"])
}

/// All but those with Xtensa, which clang and lld know only in part (docs/xtensa.md): tests/run.rs
/// and tests/boards.rs build and run programs for them.
fn boards() -> Vec<Target> {
    let load = |t: target::list::TargetSummary| ours(&t.name);
    let all = target::list::list(&EmbeddedFs).into_iter().map(load);
    all.filter(|t| t.arch != Arch::Xtensa).collect()
}

fn ours(name: &str) -> Target {
    target::load(name, &MemFs::default(), &EmbeddedFs, Path::new("")).unwrap()
}

/// Compiles and links; the linker's messages if it fails.
fn build(target: &Target, source: &str, options: &LinkOptions) -> Result<Vec<u8>, String> {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    std::fs::write(at("a.c"), source).unwrap();
    std::fs::write(at("a.ld"), script(target, options).unwrap()).unwrap();
    let compiled = Command::new(clang())
        .args(target.clang_args())
        .args(["-Oz", "-ffreestanding", "-ffunction-sections", "-fdata-sections", "-g", "-c"])
        .arg(at("a.c"))
        .arg("-o")
        .arg(at("a.o"))
        .output()
        .unwrap();
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
    let linked = Command::new(lld())
        .args(arguments(target, &at("a.ld"), &[&at("a.o")], &at("a.elf"), Some(&at("a.map"))))
        .args(options.relaxed.then_some(RELAXED_ARGUMENT))
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&linked.stderr).into_owned();
    if !linked.status.success() {
        return Err(words);
    }
    assert_eq!(words, "", "{}", target.name);
    Ok(std::fs::read(at("a.elf")).unwrap())
}

fn symbols(elf: &Elf) -> BTreeMap<String, u64> {
    let named = |s: goblin::elf::Sym| Some((elf.strtab.get_at(s.st_name)?.to_owned(), s.st_value));
    elf.syms.iter().filter_map(named).collect()
}

/// The section's address, load address and size.
fn section(elf: &Elf, name: &str) -> Option<(u64, u64, u64)> {
    let is = |s: &&goblin::elf::SectionHeader| elf.shdr_strtab.get_at(s.sh_name) == Some(name);
    let header = elf.section_headers.iter().find(is)?;
    let load = layout::load_address(elf, header).unwrap_or(header.sh_addr);
    Some((header.sh_addr, load, header.sh_size))
}

#[test]
fn every_target_links_and_every_symbol_is_in_its_place() {
    for target in boards() {
        let bytes = build(&target, PROGRAM, &LinkOptions::default()).unwrap();
        let elf = report::parse(&bytes).unwrap();
        check_program(&target, &elf, bytes.len());
    }
}

fn check_program(target: &Target, elf: &Elf, file_size: usize) {
    let name = &target.name;
    let at = symbols(elf);
    let inside = |symbol: &str, role: Role| {
        let region = target.memory.role(role).unwrap();
        let address = at[symbol];
        assert!(region.contains(address), "{name}: {symbol} {address:#x} not in {}", region.name);
    };
    inside("_vectors_start", Role::Vectors);
    inside("_stext", Role::Code);
    inside("table", Role::Rodata);
    inside("_stack_bottom", Role::Stack);
    inside("_sdata", Role::Data);
    inside("_sidata", Role::Load);
    inside("fast", Role::Ramfunc);
    inside("_sbss", Role::Bss);
    inside("kept", Role::Noinit);
    inside("_heap_start", Role::Heap);
    assert!(!at.contains_key("never_called"), "{name}: dead code stays");
    // The first word of the vectors or the first instruction lies where the processor looks.
    let entry = elf.entry & !u64::from(target.arch == Arch::Arm);
    assert_eq!(entry, at[target.entry.as_str()] & !1, "{name}");
    let vectors = target.memory.role(Role::Vectors).unwrap();
    assert_eq!(at["_vectors_start"], u64::from(vectors.origin), "{name}");
    // Alignments that the start-up code counts on.
    for symbol in ["_sidata", "_sdata", "_edata", "_sbss", "_ebss", "_stext", "_etext"] {
        assert_eq!(at[symbol] % 4, 0, "{name}: {symbol}");
    }
    for symbol in ["_stack_top", "_heap_start", "_heap_end"] {
        assert_eq!(at[symbol] % 16, 0, "{name}: {symbol}");
    }
    assert_eq!(at["_stack_top"] - at["_stack_bottom"], u64::from(target.stack_size), "{name}");
    // The stack lies at the bottom of its memory, above nothing but the start-up code.
    let under = at["_stack_bottom"] - u64::from(target.memory.stack().origin);
    assert!(under < 128, "{name}: {under} bytes under the stack");
    assert!(at["_stack_top"] <= at["_sdata"], "{name}");
    let (address, load, size) = section(elf, ".data").unwrap();
    assert_eq!((address, load), (at["_sdata"], at["_sidata"]), "{name}");
    assert_eq!(address == load, target.memory.load().writable, "{name}");
    assert_eq!(size, at["_edata"] - at["_sdata"], "{name}");
    assert!(at["_ebss"] - at["_sbss"] >= 32 && at["_heap_end"] > at["_heap_start"], "{name}");
    // Neither the stack nor gaps between memories take room in the file.
    assert!(file_size < 16 << 10, "{name}: {file_size} bytes");
    if let Some(boot2) = target.memory.role(Role::Boot2) {
        assert_eq!(
            section(elf, ".boot2").unwrap(),
            (boot2.origin.into(), boot2.origin.into(), boot2.length.into())
        );
    }
    for header in &elf.program_headers {
        assert_ne!(header.p_paddr, 0x1000_0000 - 0x100, "{name}: ELF header in the image");
        if header.p_type == goblin::elf::program_header::PT_LOAD && header.p_filesz > 0 {
            let start = header.p_paddr;
            let known = target.memory.regions.iter().any(|r| r.contains(start));
            assert!(known, "{name}: segment at {start:#x}");
        }
    }
}

#[test]
fn the_start_up_code_lies_where_the_processor_starts() {
    for target in boards() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::write(at("a.ld"), script(&target, &LinkOptions::default()).unwrap()).unwrap();
        let mut objects = Vec::new();
        for file in &target.extra_files {
            let source = at(file.path.file_name().unwrap().to_str().unwrap());
            std::fs::write(&source, EmbeddedFs.read(&file.path).unwrap()).unwrap();
            let object = source.with_extension("o");
            let args = [target.clang_args(), target.asm_args()].concat();
            run(Command::new(clang()).args(args).arg("-c").arg(&source).arg("-o").arg(&object));
            objects.push(object);
        }
        let objects: Vec<&Path> = objects.iter().map(PathBuf::as_path).collect();
        let args = arguments(&target, &at("a.ld"), &objects, &at("a.elf"), None);
        // What the rest of the runtime would define does not matter here.
        run(Command::new(lld()).args(args).arg("--unresolved-symbols=ignore-all"));
        let bytes = std::fs::read(at("a.elf")).unwrap();
        let elf = report::parse(&bytes).unwrap();
        let vectors = target.memory.role(Role::Vectors).unwrap();
        let (address, load, size) = section(&elf, ".vectors").unwrap();
        assert_eq!((address, load), (vectors.origin.into(), vectors.origin.into()));
        if target.arch == Arch::Arm {
            assert_eq!(size, 4 * (16 + u64::from(target.interrupts)), "{}", target.name);
        } else {
            assert_eq!(elf.entry, address, "{}", target.name);
        }
    }
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn sizes_and_layout_of_a_program() {
    for target in boards() {
        let bytes = build(&target, PROGRAM, &LinkOptions::default()).unwrap();
        let report = report::read(&bytes).unwrap();
        let sizes = report.total.sizes;
        let boot = target.memory.role(Role::Boot2).map_or(0, |r| u64::from(r.length));
        assert!((20..400).contains(&(sizes.code - boot)), "{}: {sizes:?}", target.name);
        // 32 bytes of .bss and 4 of .noinit.
        assert_eq!(sizes.bss, 36, "{}: {sizes:?}", target.name);
        assert_eq!(report.total.ram, sizes.data + sizes.bss);
        assert!(report.symbols.iter().any(|s| s.name == "zero" && s.size == 32));
        assert!(report.short().lines().count() == 2 && report.full().contains("total"));
        let layout = layout::table(&target, Some(&bytes)).unwrap();
        let bss = layout.regions.iter().flat_map(|r| &r.sections).find(|s| s.name == ".bss");
        assert_eq!(bss.unwrap().size, 32, "{}", target.name);
        assert!(serde_json::to_string(&layout).unwrap().contains("\"roles\""));
        assert!(layout.to_string().contains(".vectors"), "{layout}");
    }
}

#[test]
fn an_overflow_is_explained() {
    let target = ours("microbit");
    let source = "const char big[300000] = {1}; char wide[20000]; char more[16] = {1};\n\
        __attribute__((section(\".isr_vector\"), used)) const void *v[3] = {big, wide, more};\n\
        void Reset_Handler(void) {}\n";
    let words = build(&target, source, &LinkOptions::default()).unwrap_err();
    let relaxed = LinkOptions { relaxed: true, ..LinkOptions::default() };
    let bytes = build(&target, source, &relaxed).unwrap();
    let sizes = report::read(&bytes).unwrap();
    let told = overflow::explain(&words, &target, Some(&sizes)).expect(&words);
    let regions: Vec<_> = told.regions.iter().map(|r| r.region.as_str()).collect();
    assert_eq!(regions, ["flash", "ram"], "{words}");
    let names: Vec<_> = told.largest.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names[..3], ["big", "wide", "more"]);
    // Over by what the sections are larger than the regions.
    assert!(told.regions[0].excess > 300_000 - (256 << 10), "{told}");
    assert!(told.regions[1].excess > 20_000 + 2048 - (16 << 10), "{told}");
    assert!(told.to_string().contains("region \"flash\" has 256K bytes"), "{told}");
    assert_eq!(overflow::explain("ld.lld: error: undefined symbol: x", &target, None), None);
}

#[test]
fn the_data_layout_is_clangs() {
    for target in boards() {
        let output = Command::new(clang())
            .args(target.clang_args())
            .args(["-S", "-emit-llvm", "-x", "c", "-o", "-", "/dev/null"])
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let wanted = format!("target datalayout = \"{}\"", target.data_layout());
        assert!(text.contains(&wanted), "{}: {wanted}\n{text}", target.name);
    }
}

#[test]
fn no_damaged_elf_makes_the_readers_panic() {
    let target = ours("pico");
    let good = build(&target, PROGRAM, &LinkOptions::default()).unwrap();
    arbtest::arbtest(|u| {
        let mut bytes = good.clone();
        for _ in 0..u.int_in_range(1..=8)? {
            // Headers and tables are where damage counts: at both ends of the file.
            let range = match u.arbitrary()? {
                true => 0..400.min(bytes.len()),
                false => 0..bytes.len(),
            };
            let at = u.int_in_range(range.start..=range.end - 1)?;
            let any = u.arbitrary()?;
            bytes[at] = *u.choose(&[0, 1, 0x7f, 0x80, 0xff, any])?;
        }
        bytes.truncate(u.int_in_range(0..=bytes.len() + 1000)?.max(1));
        if let Ok(report) = report::read(&bytes) {
            let _ = (report.short(), report.full());
        }
        let _ = layout::table(&target, Some(&bytes)).map(|l| l.to_string());
        Ok(())
    });
}
