//! `embgo info`.

use super::args::InfoArgs;
use super::{out, table};
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::flash::{Choice, choose};
use crate::target::{self, Target};
use anyhow::Result;
use serde_json::{Value, json};

pub fn run(args: &InfoArgs) -> Result<u8> {
    let name = args.board.as_ref().or(args.target.as_ref()).map_or("", String::as_str);
    let target = target::load(name, &DiskFs, &EmbeddedFs, &out::current_dir()?)?;
    if args.json {
        out::print_json(&object(&target))?;
    } else {
        out::print(&text(&target))?;
        target.notes.iter().for_each(|n| out::note(&format!("note: {n}")));
    }
    Ok(0)
}

fn object(t: &Target) -> Value {
    json!({
        "name": t.name,
        "description": t.description,
        "file": t.file.path,
        "arch": t.arch.name(),
        "llvm_target": t.triple,
        "cpu": t.cpu,
        "features": t.features,
        "abi": t.abi,
        "fpu": t.fpu.name(),
        "float_abi": t.float_abi.name(),
        "goos": t.goos,
        "goarch": t.goarch,
        "build_tags": t.all_tags(),
        "gc": t.gc,
        "scheduler": t.scheduler,
        "serial": t.serial,
        "memory": t.memory,
        "stack_size": t.stack_size,
        "entry": t.entry,
        "cpu_frequency": t.cpu_frequency,
        "interrupts": t.interrupts,
        "vectors_in_ram": t.vectors_in_ram,
        "usb_serial": t.usb_serial,
        "jump_tables": t.jump_tables,
        "format": t.image.format,
        "uf2_family": t.image.uf2_family,
        "run": t.runner(),
        "emulator": t.emulator,
        "flash_method": t.flash.methods.first(),
        "flash_methods": ways(t),
        "notes": t.notes,
    })
}

fn text(t: &Target) -> String {
    let mut rows: Vec<[String; 2]> = Vec::new();
    let mut row = |name: &str, value: &str| {
        if !value.is_empty() {
            rows.push([name.to_owned(), value.to_owned()]);
        }
    };
    row("target", &t.name);
    row("board", &t.description);
    row("file", &t.file.path.display().to_string());
    row("LLVM target", &t.triple);
    row("CPU", &t.cpu);
    row("features", &t.features);
    row("ABI", &t.abi);
    row("FPU", &format!("{} ({} float ABI)", t.fpu.name(), t.float_abi.name()));
    row("GOOS", &t.goos);
    row("GOARCH", &t.goarch);
    row("build tags", &t.all_tags().join(" "));
    row("collector", &t.gc);
    row("scheduler", &t.scheduler);
    row("serial", &t.serial);
    if let Some(hz) = t.cpu_frequency {
        row("CPU frequency", &format!("{}.{:03} MHz", hz / 1_000_000, hz / 1000 % 1000));
    }
    for region in &t.memory.regions {
        let (start, end) = (region.origin, region.end() - 1);
        let size = table::bytes(u64::from(region.length));
        row(&format!("memory {}", region.name), &format!("{start:#010x}..{end:#010x} {size}"));
    }
    row("stack", &table::bytes(u64::from(t.stack_size)));
    row("image", &t.image.format);
    row("runs in", &t.runner().unwrap_or_default());
    row("flashed by", &ways(t).join(", "));
    table::columns(&rows)
}

/// The ways to the board that `embgo flash` tries, in this order.
fn ways(t: &Target) -> Vec<&'static str> {
    let methods = choose::methods(t, &Choice::default()).unwrap_or_default();
    methods.into_iter().map(|m| m.name()).collect()
}
