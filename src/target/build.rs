//! From merged values to a [`Target`]: gives each key its meaning, fills in what follows from the
//! processor, and checks what one key says against the others.

use super::arch::{self, Arch, ArmProfile, FloatAbi, Fpu};
use super::layers::{self, DataFile, Entry, Merged, Trees, Value};
use super::memory::{Memory, Role};
use super::number;
use super::suggest;
use super::{Debug, Flash, Image, LinkerScript, PinRegister, Simulator, Target};
use anyhow::{Result, anyhow, bail};
use serde_json::Value as Json;
use std::path::PathBuf;

/// The template for targets that name none.
const TEMPLATE: &str = "linker-scripts/embgo.ld";

/// Builds the target, reading the files it names through `trees`.
pub fn target(mut merged: Merged, trees: Trees) -> Result<Target> {
    let mut notes = Vec::new();
    take_chip_of_script(&mut merged, trees, &mut notes);
    let keys = Keys { merged: &merged, file: trees.shown(&merged.file) };
    if keys.flag("inheritable-only", false) {
        return Err(only_a_parent(&merged, trees));
    }
    let cpu = processor(&keys)?;
    let ldflags = keys.list("ldflags");
    let memory = memory(&keys, &ldflags)?;
    let stack_size = keys.bytes("stack-size", 4096)?;
    check_stack(&keys, &memory, stack_size)?;
    let vectors_in_ram = vectors_in_ram(&keys, cpu.arch, &cpu.name)?;
    let (script, extra_files) = files(&keys, trees, &mut notes)?;
    let cflags = without_root(keys.list("cflags"), "cflags", &mut notes);
    Ok(Target {
        name: merged.name.clone(),
        file: merged.file.clone(),
        description: keys.text_or("description", &merged.name),
        arch: cpu.arch,
        entry: keys.text_or("entry", cpu.arch.entry()),
        triple: cpu.triple,
        cpu: cpu.name,
        features: cpu.features,
        abi: cpu.abi,
        fpu: cpu.fpu,
        float_abi: cpu.float_abi,
        goos: keys.text_or("goos", "linux"),
        goarch: keys.text_or("goarch", "arm"),
        build_tags: keys.list("build-tags"),
        gc: collector(keys.text_or("gc", "slab")),
        scheduler: scheduler(keys.text_or("scheduler", "tasks")),
        serial: keys.text_or("serial", "none"),
        memory,
        stack_size,
        default_stack_size: keys.bytes("default-stack-size", 2048)?,
        automatic_stack_size: keys.flag("automatic-stack-size", false),
        cpu_frequency: keys.number("cpu-frequency"),
        interrupts: keys.small("interrupts")?.unwrap_or(0),
        vectors_in_ram,
        usb_serial: keys.flag("usb-serial", false),
        jump_tables: keys.flag("jump-tables", true),
        cflags,
        ldflags: ldflags.into_iter().filter(|f| flash_size(f).is_none()).collect(),
        extra_files,
        script,
        code_model: keys.text("code-model"),
        relocation_model: keys.text_or("relocation-model", "static"),
        emulator: emulator(&keys),
        simulator: simulator(&keys, trees)?,
        image: Image {
            format: keys.text_or("binary-format", "elf"),
            uf2_family: keys.small("uf2-family-id")?,
            boot2_checksum: keys.flag("rp2040-boot-patch", false),
            esp_at: keys.small("esp-image-at")?.unwrap_or(0),
        },
        flash: flash(&keys),
        debug: debug(&keys),
        notes,
    })
}

/// Typed access to the merged values; the key table has seen to their kinds.
struct Keys<'a> {
    merged: &'a Merged,
    file: String,
}

impl Keys<'_> {
    fn entry(&self, key: &str) -> Option<&Entry> {
        self.merged.values.get(key)
    }

    fn text(&self, key: &str) -> String {
        match self.entry(key) {
            Some(Entry { value: Value::Text(text), .. }) => text.clone(),
            _ => String::new(),
        }
    }

    fn text_or(&self, key: &str, default: &str) -> String {
        Some(self.text(key)).filter(|t| !t.is_empty()).unwrap_or_else(|| default.to_owned())
    }

    fn flag(&self, key: &str, default: bool) -> bool {
        match self.entry(key) {
            Some(Entry { value: Value::Bool(flag), .. }) => *flag,
            _ => default,
        }
    }

    fn number(&self, key: &str) -> Option<u64> {
        match self.entry(key) {
            Some(Entry { value: Value::Number(number), .. }) => Some(*number),
            _ => None,
        }
    }

    fn small(&self, key: &str) -> Result<Option<u32>> {
        let Some(number) = self.number(key) else { return Ok(None) };
        let file = &self.entry(key).expect("it has a number").file;
        let small = u32::try_from(number);
        small.map(Some).map_err(|_| anyhow!("{file}: {key:?}: {number} does not fit in 32 bits"))
    }

    fn bytes(&self, key: &str, default: u32) -> Result<u32> {
        Ok(self.small(key)?.unwrap_or(default))
    }

    fn files(&self, key: &str) -> &[(String, DataFile)] {
        match self.entry(key) {
            Some(Entry { value: Value::List(items), .. }) => items,
            _ => &[],
        }
    }

    fn list(&self, key: &str) -> Vec<String> {
        self.files(key).iter().map(|(text, _)| text.clone()).collect()
    }

    /// The file that set the key, or the target's own.
    fn file_of(&self, key: &str) -> &str {
        self.entry(key).map_or(&self.file, |e| &e.file)
    }
}

/// A board of TinyGo's that has its memory only in a linker script of TinyGo's, say
/// `targets/stm32f407.ld`, gets that of our target of the same name.
fn take_chip_of_script(merged: &mut Merged, trees: Trees, notes: &mut Vec<String>) {
    let Some(Entry { value: Value::Text(script), .. }) = merged.values.get("linkerscript") else {
        return;
    };
    let name = script.strip_prefix("targets/").and_then(|s| s.strip_suffix(".ld"));
    if merged.values.contains_key("memory") || trees.resolve(script, &merged.file).is_some() {
        return;
    }
    let Some(chip) = name.and_then(|n| layers::own(n, trees)) else { return };
    notes.push(format!("memory as in the target {}, in place of {script}", chip.name));
    const TAKEN: [&str; 7] = [
        "memory",
        "layout",
        "image-offset",
        "stack-size",
        "interrupts",
        "cpu-frequency",
        "simulator",
    ];
    for (key, entry) in chip.values {
        if TAKEN.contains(&key) && !merged.values.contains_key(key) {
            merged.values.insert(key, entry);
        }
    }
}

fn only_a_parent(merged: &Merged, trees: Trees) -> anyhow::Error {
    let name = &merged.name;
    let mut children = Vec::new();
    for other in super::layers::names(trees.embedded) {
        let file =
            DataFile { path: PathBuf::from(format!("targets/{other}.json")), embedded: true };
        let json = trees.read(&file).ok().and_then(|t| serde_json::from_str::<Json>(&t).ok());
        let parents = json.as_ref().and_then(|j| j.get("inherits")?.as_array());
        if parents.is_some_and(|p| p.iter().any(|p| p.as_str() == Some(name))) {
            children.push(other);
        }
    }
    let hint = match children.as_slice() {
        [] => "`embgo targets` lists the boards".to_owned(),
        children => format!("choose a board: {}", children.join(", ")),
    };
    anyhow!("{name:?} is no board but what boards inherit from; {hint}")
}

struct Processor {
    arch: Arch,
    triple: String,
    name: String,
    features: String,
    abi: String,
    fpu: Fpu,
    float_abi: FloatAbi,
}

fn processor(keys: &Keys) -> Result<Processor> {
    let triple = keys.text("llvm-target");
    if triple.is_empty() {
        bail!(
            "{}: needs \"llvm-target\", or \"inherits\" of a target that has one (cortex-m4, \
             riscv32imac, rp2040, ...)",
            keys.file
        );
    }
    let file = keys.file_of("llvm-target");
    let arch = Arch::of_triple(&triple).ok_or_else(|| {
        anyhow!(
            "{file}: \"llvm-target\": {triple:?} is not supported; thumbv6m, thumbv7m, thumbv7em, \
             thumbv8m.base, thumbv8m.main, riscv32 and xtensa are"
        )
    })?;
    let given: Vec<String> = words(&keys.text("features"))
        .iter()
        .flat_map(|w| w.split(','))
        .filter(|f| !f.is_empty())
        .map(str::to_owned)
        .collect();
    if let Some(bad) = given.iter().find(|f| !f.starts_with(['+', '-']) || f.contains('"')) {
        bail!(
            "{}: \"features\": {bad:?} must start with + or -, as in \"+m,+a,-relax\"",
            keys.file_of("features")
        );
    }
    let fpu = Fpu::of_name(&keys.text("fpu"));
    let mut features = given.join(",");
    let (name, fpu, default_abi) = match ArmProfile::of_triple(&triple) {
        Some(profile) => {
            let fpu = fpu.unwrap_or(Fpu::None);
            let more = arch::arm_features(profile, fpu);
            features = given
                .into_iter()
                .chain(more.into_iter().map(Into::into))
                .collect::<Vec<_>>()
                .join(",");
            (profile.default_cpu(), fpu, "aapcs")
        }
        None => {
            let fpu = Fpu::of_features(arch, &features);
            let abi = match (arch, fpu) {
                (Arch::RiscV32, Fpu::Double) => "ilp32d",
                (Arch::RiscV32, Fpu::Single) => "ilp32f",
                (Arch::RiscV32, _) => "ilp32",
                _ => "call0",
            };
            let cpu = if arch == Arch::RiscV32 { "generic-rv32" } else { "generic" };
            (cpu, fpu, abi)
        }
    };
    let float_abi = float_abi(keys, &triple, arch, fpu)?;
    Ok(Processor {
        arch,
        name: keys.text_or("cpu", name),
        features,
        abi: keys.text_or("target-abi", default_abi),
        fpu,
        float_abi,
        triple,
    })
}

fn float_abi(keys: &Keys, triple: &str, arch: Arch, fpu: Fpu) -> Result<FloatAbi> {
    let hard_triple = triple.ends_with("hf");
    let Some(abi) = FloatAbi::of_name(&keys.text("float-abi")) else {
        return Ok(match (arch, fpu) {
            (Arch::Arm, _) if hard_triple => FloatAbi::Hard,
            (_, Fpu::None) => FloatAbi::Soft,
            (Arch::Arm, _) => FloatAbi::SoftFp,
            _ => FloatAbi::Hard,
        });
    };
    let file = keys.file_of("float-abi");
    if abi != FloatAbi::Soft && fpu == Fpu::None {
        bail!("{file}: \"float-abi\" {:?} needs a unit; give \"fpu\"", abi.name());
    }
    if arch == Arch::Arm && (abi == FloatAbi::Hard) != hard_triple {
        bail!(
            "{file}: \"float-abi\" {:?} does not go with \"llvm-target\" {triple:?}; only the \
             hard one ends in eabihf",
            abi.name()
        );
    }
    Ok(abi)
}

/// The memory map; a flash size that TinyGo's boards hand to the linker counts for the region of
/// the code.
fn memory(keys: &Keys, ldflags: &[String]) -> Result<Memory> {
    let Some(entry) = keys.entry("memory") else {
        bail!(
            "{}: needs \"memory\", for example {{\"flash\": {{\"origin\": 0, \"length\": \"256K\", \
             \"flags\": \"rx\"}}, \"ram\": {{\"origin\": \"0x20000000\", \"length\": \"64K\"}}}}, \
             or \"inherits\" of a chip that has it",
            keys.file
        );
    };
    let offset = keys.number("image-offset").unwrap_or(0);
    let mut memory = Memory::build(entry, keys.entry("layout"), offset)?;
    let Some(size) = ldflags.iter().rev().find_map(|f| flash_size(f)) else { return Ok(memory) };
    let code = memory.code().clone();
    let boot2 = memory.role(Role::Boot2).map(|r| r.origin);
    let base = u64::from(boot2.unwrap_or(code.origin - code.reserved));
    let end = base + size;
    let length = end.checked_sub(u64::from(code.origin)).and_then(|n| u32::try_from(n).ok());
    let Some(length) = length.filter(|n| *n > 0) else {
        bail!("{}: \"ldflags\": __flash_size leaves nothing for the code", keys.file_of("ldflags"));
    };
    let region = memory.regions.iter_mut().find(|r| r.name == code.name);
    region.expect("it holds the code").length = length;
    Ok(memory)
}

fn flash_size(flag: &str) -> Option<u64> {
    number::parse_text(flag.strip_prefix("--defsym=__flash_size=")?)
}

fn check_stack(keys: &Keys, memory: &Memory, stack: u32) -> Result<()> {
    let region = memory.stack();
    if stack < 256 || stack >= region.length {
        bail!(
            "{}: \"stack-size\" is {}; it must be at least 256 bytes and less than the region \
             {:?}, which has {}",
            keys.file_of("stack-size"),
            number::show(stack.into()),
            region.name,
            number::show(region.length.into())
        );
    }
    Ok(())
}

/// Whether the vector table moves to RAM, which takes a vector table offset register: Cortex-M0 has
/// none (its Technical Reference Manual, table 4-1), and other processors have no such table.
fn vectors_in_ram(keys: &Keys, arch: Arch, cpu: &str) -> Result<bool> {
    let wanted = keys.flag("vectors-in-ram", false);
    if wanted && (arch != Arch::Arm || cpu == "cortex-m0") {
        bail!(
            "{}: \"vectors-in-ram\": {cpu} has no register for the address of a vector table; \
             leave the key out, interrupt.Replace does without it",
            keys.file_of("vectors-in-ram")
        );
    }
    Ok(wanted)
}

/// The linker script and the extra files. Names of files in TinyGo's own source tree are passed
/// over with a note: what they bring, the memory map and the runtime here bring too.
fn files(
    keys: &Keys,
    trees: Trees,
    notes: &mut Vec<String>,
) -> Result<(LinkerScript, Vec<DataFile>)> {
    let mut extra = Vec::new();
    for (name, by) in keys.files("extra-files") {
        match trees.resolve(name, by) {
            Some(file) => extra.push(file),
            None if of_tinygo(name) => {
                notes.push(format!("extra file {name} is TinyGo's, left out"))
            }
            None => bail!(
                "{}: \"extra-files\": there is no file {name:?}, neither beside that file nor \
                 among embgo's own",
                trees.shown(by)
            ),
        }
    }
    let name = keys.text("linkerscript");
    if !name.is_empty() {
        match named_file(keys, "linkerscript", &name, trees) {
            Some(file) => {
                let text = trees.read(&file)?;
                return Ok((LinkerScript { name, text, template: false }, extra));
            }
            None if of_tinygo(&name) => {
                notes.push(format!("linker script {name} is TinyGo's, left out"));
            }
            None => bail!(
                "{}: \"linkerscript\": there is no file {name:?}; leave the key out to have the \
                 script made from \"memory\"",
                keys.file_of("linkerscript")
            ),
        }
    }
    let name = keys.text_or("linker-template", TEMPLATE);
    let Some(file) = named_file(keys, "linker-template", &name, trees) else {
        bail!(
            "{}: \"linker-template\": there is no file {name:?}",
            keys.file_of("linker-template")
        );
    };
    let text = trees.read(&file)?;
    Ok((LinkerScript { name, text, template: true }, extra))
}

fn of_tinygo(name: &str) -> bool {
    ["src/", "targets/", "lib/", "{root}/"].iter().any(|p| name.starts_with(p))
}

/// A file named by a text key: beside the file that set the key, else ours.
fn named_file(keys: &Keys, key: &str, name: &str, trees: Trees) -> Option<DataFile> {
    trees.resolve(name, &trees.of_shown(keys.file_of(key)))
}

/// Flags that point into TinyGo's source tree mean nothing here.
fn without_root(flags: Vec<String>, key: &str, notes: &mut Vec<String>) -> Vec<String> {
    let (gone, kept): (Vec<_>, Vec<_>) = flags.into_iter().partition(|f| f.contains("{root}"));
    notes.extend(gone.into_iter().map(|f| format!("{key}: {f} is TinyGo's, left out")));
    kept
}

/// The words of a command template; a list in the file kept its items apart by line ends.
fn words(text: &str) -> Vec<String> {
    let own = |s: &str| s.to_owned();
    let mut words: Vec<String> = if text.contains('\n') {
        text.lines().map(own).collect()
    } else {
        text.split_whitespace().map(own).collect()
    };
    words.retain(|w| !w.is_empty());
    words
}

/// The emulator's command; TinyGo's older files leave the place of the program to be the last.
fn emulator(keys: &Keys) -> Vec<String> {
    let mut command = words(&keys.text("emulator"));
    if !command.is_empty() && !command.iter().any(|w| w.contains('{')) {
        command.push("{}".into());
    }
    command
}

fn simulator(keys: &Keys, trees: Trees) -> Result<Option<Simulator>> {
    let Some(Entry { value: Value::Object(parts), file }) = keys.entry("simulator") else {
        return Ok(None);
    };
    if parts.get("chip").is_some_and(|(chip, _)| chip.is_null()) {
        return Ok(None);
    }
    const PARTS: [&str; 5] = ["chip", "uart", "system", "parts", "pins"];
    let mut simulator = Simulator::default();
    for (part, (json, file)) in parts {
        if let ("pins", Json::Array(list)) = (part.as_str(), json) {
            simulator.pins = list.iter().map(|j| pins(j, file)).collect::<Result<_>>()?;
            continue;
        }
        let text = match json {
            Json::Null => continue,
            Json::String(text) => text.clone(),
            _ => bail!("{file}: \"simulator.{part}\" must be a string"),
        };
        match part.as_str() {
            "pins" => bail!("{file}: \"simulator.pins\" must be a list of strings"),
            "chip" => simulator.chip = text,
            "uart" => simulator.uart = Some(text),
            "system" | "parts" => {
                let found = trees.resolve(&text, &trees.of_shown(file)).ok_or_else(|| {
                    anyhow!("{file}: \"simulator.{part}\": there is no file {text:?}")
                })?;
                let place =
                    if part == "parts" { &mut simulator.parts } else { &mut simulator.system };
                *place = Some(found);
            }
            _ => {
                let hint = match suggest::nearest(part, PARTS) {
                    Some(near) => format!("did you mean {near:?}?"),
                    None => format!("there are {}", PARTS.join(", ")),
                };
                bail!("{file}: \"simulator\": unknown key {part:?}; {hint}");
            }
        }
    }
    if simulator.chip.is_empty() {
        bail!("{file}: \"simulator\" needs \"chip\", the simulator's name for the chip");
    }
    Ok(Some(simulator))
}

/// `0x40020014 0-15`: the address of a register of outputs, and the numbers of its pins.
fn pins(json: &Json, file: &str) -> Result<PinRegister> {
    let parsed = json.as_str().and_then(|text| {
        let (address, range) = text.split_once(' ')?;
        let (first, last) = range.split_once('-')?;
        let number = |digits: &str| digits.parse::<u32>().ok();
        let address = u32::from_str_radix(address.strip_prefix("0x")?, 16).ok()?;
        Some(PinRegister { address, first: number(first)?, last: number(last)? })
    });
    let fits = |r: &PinRegister| r.last.checked_sub(r.first).is_some_and(|n| n < 32);
    parsed.filter(fits).ok_or_else(|| {
        anyhow!(
            "{file}: \"simulator.pins\": {json} is not the address of a register and the numbers \
             of the at most 32 pins in it, such as \"0x40020014 0-15\""
        )
    })
}

fn flash(keys: &Keys) -> Flash {
    Flash {
        methods: match words(&keys.text("flash-method")) {
            m if m.is_empty() && keys.entry("flash-command").is_some() => vec!["command".into()],
            m => m,
        },
        command: keys.text("flash-command"),
        volume_names: keys.list("msd-volume-name"),
        file_name: keys.text("msd-firmware-name"),
        touch_1200: keys.flag("flash-1200-bps-reset", false),
        serial_ports: keys.list("serial-port"),
    }
}

fn debug(keys: &Keys) -> Debug {
    Debug {
        gdb: keys.list("gdb"),
        openocd_interface: keys.text("openocd-interface"),
        openocd_target: keys.text("openocd-target"),
        openocd_transport: keys.text("openocd-transport"),
        openocd_commands: keys.list("openocd-commands"),
        openocd_verify: keys.flag("openocd-verify", false),
        jlink_device: keys.text("jlink-device"),
        probe_rs_chip: keys.text("probe-rs-chip"),
    }
}

/// TinyGo's collectors that free memory all are the usual one here.
fn collector(name: String) -> String {
    match name.as_str() {
        "none" | "leaking" | "incremental" => name,
        _ => "slab".to_owned(),
    }
}

/// As for collectors.
fn scheduler(name: String) -> String {
    if name == "none" { name } else { "tasks".to_owned() }
}
