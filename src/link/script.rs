//! Memory map and template to linker script.
//!
//! A template is a linker script in which `@name@` stands for a value of the target and the lines
//! between `@if condition@` and `@else@` or `@end@`, each alone on its line, are there only if the
//! condition holds. `docs/targets.md` lists names and conditions.

use crate::target::Target;
use crate::target::arch::Arch;
use crate::target::memory::{Region, Role};
use anyhow::{Result, anyhow, bail};
use std::fmt::Write as _;

/// What the command line may change.
#[derive(Debug, Clone, Default)]
pub struct LinkOptions {
    /// Bytes of the start-up stack, in place of the target's.
    pub stack_size: Option<u32>,
    /// Give every region all the room there is, to see how large a program is that does not fit.
    pub relaxed: bool,
}

/// The linker script of a target.
pub fn script(target: &Target, options: &LinkOptions) -> Result<String> {
    let template = &target.script;
    if !template.template {
        return Ok(template.text.clone());
    }
    if let Some(size) = options.stack_size
        && (size < 256 || size >= target.memory.stack().length)
    {
        bail!(
            "a stack of {size} bytes does not do for {}: it must have at least 256 and less than \
             the {} bytes of the region {:?}",
            target.name,
            target.memory.stack().length,
            target.memory.stack().name
        );
    }
    fill(&template.name, &template.text, target, options)
}

fn fill(file: &str, text: &str, target: &Target, options: &LinkOptions) -> Result<String> {
    let mut out = String::new();
    // For each open `@if@`: the line it is on and whether its current branch is taken.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let at = |message: String| anyhow!("{file}:{}: {message}", i + 1);
        let command = line.trim().strip_prefix('@').and_then(|l| l.strip_suffix('@'));
        match command {
            Some(c) if c.starts_with("if ") => {
                open.push((i + 1, condition(c[3..].trim(), target).map_err(at)?));
                continue;
            }
            Some("else") => {
                let last = open.last_mut().ok_or_else(|| at("@else@ without @if@".into()))?;
                last.1 = !last.1;
                continue;
            }
            Some("end") => {
                open.pop().ok_or_else(|| at("@end@ without @if@".into()))?;
                continue;
            }
            _ => {}
        }
        if open.iter().all(|(_, taken)| *taken) {
            out.push_str(&substitute(line, target, options).map_err(at)?);
            out.push('\n');
        }
    }
    if let Some((line, _)) = open.last() {
        bail!("{file}:{line}: @if@ without @end@");
    }
    Ok(out)
}

fn condition(name: &str, target: &Target) -> std::result::Result<bool, String> {
    if let Some(role) = name.strip_prefix("role:") {
        return Ok(target.memory.role(role_named(role)?).is_some());
    }
    if let Some(arch) = name.strip_prefix("arch:") {
        return Ok(target.arch.name() == arch);
    }
    match name {
        "vectors-in-ram" => Ok(target.vectors_in_ram),
        "ramfunc-apart" => Ok(!ramfunc_in_data(target)),
        "ramfunc-in-data" => Ok(ramfunc_in_data(target)),
        "code-behind-rodata" => Ok(code_behind_rodata(target)),
        _ => Err(format!("unknown condition {name:?}")),
    }
}

/// Whether functions that run from RAM can share `.data`, and with it its copy at start.
fn ramfunc_in_data(target: &Target) -> bool {
    target.memory.role(Role::Ramfunc) == target.memory.role(Role::Data)
}

/// Whether code and read-only data are seen through two windows on one flash, as on Espressif's
/// chips.
fn code_behind_rodata(target: &Target) -> bool {
    let (code, rodata) = (target.memory.code(), target.memory.role(Role::Rodata));
    rodata.is_some_and(|r| r.name != code.name && !r.writable && !code.writable)
}

fn role_named(name: &str) -> std::result::Result<Role, String> {
    let role = Role::ALL.into_iter().find(|r| r.name() == name);
    role.ok_or_else(|| format!("unknown role {name:?}"))
}

fn substitute(
    line: &str,
    target: &Target,
    options: &LinkOptions,
) -> std::result::Result<String, String> {
    let mut out = String::new();
    let mut parts = line.split('@');
    out.push_str(parts.next().unwrap_or(""));
    while let Some(name) = parts.next() {
        out.push_str(&value(name, target, options)?);
        let rest = parts.next().ok_or_else(|| format!("@{name}: the second @ is missing"))?;
        out.push_str(rest);
    }
    Ok(out)
}

fn value(
    name: &str,
    target: &Target,
    options: &LinkOptions,
) -> std::result::Result<String, String> {
    let region = |role: &str| -> std::result::Result<&Region, String> {
        let region = target.memory.role(role_named(role)?);
        region.ok_or_else(|| format!("{} has no region for {role:?}", target.name))
    };
    if let Some(role) = name.strip_prefix("region:") {
        return Ok(region(role)?.name.clone());
    }
    if let Some(role) = name.strip_prefix("load:") {
        return Ok(load(region(role)?, target));
    }
    Ok(match name {
        "name" => target.name.clone(),
        "entry" => target.entry.clone(),
        "stack-size" => {
            options.stack_size.unwrap_or(target.stack_size).next_multiple_of(16).to_string()
        }
        "default-stack-size" => target.default_stack_size.next_multiple_of(16).to_string(),
        "vectors-align" => vectors_align(target).to_string(),
        "vectors-size" => vectors_size(target).to_string(),
        "MEMORY" => memory(target, options),
        _ => return Err(format!("unknown name @{name}@")),
    })
}

/// Where the first content of a region's sections lies, if it is not the region itself.
fn load(region: &Region, target: &Target) -> String {
    let load = target.memory.load();
    if load == target.memory.data() || load == region || !region.writable {
        return String::new();
    }
    format!(" AT> {}", load.name)
}

/// A Cortex-M table of n words must lie at a multiple of n words rounded up to a power of two, and
/// of 128 bytes (ARMv7-M Architecture Reference Manual, B3.2.5).
fn vectors_align(target: &Target) -> u32 {
    match target.arch {
        Arch::Arm => vectors_size(target).next_power_of_two().max(128),
        Arch::RiscV32 | Arch::Xtensa => 4,
    }
}

/// A word for each of the 16 exceptions and each interrupt.
fn vectors_size(target: &Target) -> u32 {
    4 * (16 + target.interrupts.min(496))
}

fn memory(target: &Target, options: &LinkOptions) -> String {
    let regions = &target.memory.regions;
    let width = regions.iter().map(|r| r.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for region in regions {
        let flags = [("r", true), ("w", region.writable), ("x", region.executable)];
        let flags: String = flags.iter().filter(|(_, on)| *on).map(|(f, _)| *f).collect();
        let length = match options.relaxed {
            true => (1u64 << 32) - u64::from(region.origin),
            false => u64::from(region.length),
        };
        let _ = writeln!(
            out,
            "    {:width$} ({flags:3}) : ORIGIN = {:#010x}, LENGTH = {length:#x}",
            region.name, region.origin
        );
    }
    out.truncate(out.trim_end().len());
    out
}
