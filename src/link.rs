//! Linker script, the linker's arguments, and what the linked program looks like: layout, sizes,
//! and why it does not fit. Starts no tool and touches no file: texts and bytes in, data out.

pub mod layout;
pub mod overflow;
pub mod report;
pub mod script;

use crate::target::Target;
use crate::target::arch::Arch;
use std::path::Path;

/// One more argument for a link with `LinkOptions::relaxed`, whose regions run into each other.
pub const RELAXED_ARGUMENT: &str = "--no-check-sections";

/// The arguments of `ld.lld`. The script's path comes first, then what every image of ours needs,
/// then the target's own flags.
pub fn arguments(
    target: &Target,
    script: &Path,
    objects: &[&Path],
    out: &Path,
    map: Option<&Path>,
) -> Vec<String> {
    let text = |path: &Path| path.display().to_string();
    let mut args: Vec<String> = vec!["-T".into(), text(script)];
    // Sections lie where the memory map says, not at borders of pages: with larger ones lld puts
    // the ELF header into the image where there is room in front of the first section.
    args.extend(["-z", "max-page-size=4", "-z", "norelro"].map(Into::into));
    args.extend(
        ["--gc-sections", "--discard-locals", "--build-id=none", "-static", "--no-dynamic-linker"]
            .map(Into::into),
    );
    // LLVM's linker or GNU's, which would relax calls that are already as short as they can be.
    args.extend(match target.arch {
        Arch::Arm | Arch::RiscV32 => ["-z", "nognustack"].map(Into::into),
        Arch::Xtensa => ["--no-relax", "--no-warn-rwx-segments"].map(Into::into),
    });
    args.extend(target.ldflags.iter().filter(|f| *f != "--gc-sections").cloned());
    args.extend(map.map(|m| format!("-Map={}", text(m))));
    args.extend(["-o".into(), text(out)]);
    args.extend(objects.iter().map(|o| text(o)));
    args
}

/// The arguments that give symbols their values.
pub fn symbols(values: &[(String, u64)]) -> Vec<String> {
    values.iter().map(|(name, value)| format!("--defsym={name}={value}")).collect()
}
