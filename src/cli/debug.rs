//! `embgo debug`.

use super::args::DebugArgs;
use super::out;
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::driver::debug::{self, LaunchSession};
use crate::tools::find::Search;
use crate::{image, target};
use anyhow::{Context as _, Result};

pub fn run(args: &DebugArgs) -> Result<u8> {
    let here = out::current_dir()?;
    let search = Search::from_env();
    let target = target::load(&args.flags.target, &DiskFs, &EmbeddedFs, &here)?;
    let kind = debug::choose(&target, args.server, &search)?;
    let gdb = debug::gdb(&target, &search)?;
    let embgo = std::env::current_exe().context("the place of embgo is not known")?;
    let elf = format!("${{workspaceFolder}}/.embgo/{}.elf", target.name);
    let mut words = vec![
        "gdb -serve".to_owned(),
        format!("-target={}", args.flags.target),
        format!("-gdb-port={}", args.gdb_port),
        format!("-opt={}", args.opt_name()),
        format!("-o={elf}"),
    ];
    if !args.flags.tags.is_empty() {
        words.push(format!("-tags={}", args.flags.tags.join(",")));
    }
    words.extend(args.packages.iter().map(|p| format!("${{workspaceFolder}}/{p}")));
    let session = LaunchSession {
        target: &target.name,
        elf: &elf,
        gdb: &gdb.program_path().to_string_lossy(),
        embgo: &embgo.to_string_lossy(),
        server_args: &words.join(" "),
        commands: &debug::commands(kind, args.gdb_port),
    };
    let folder = here.join(".vscode");
    let path = folder.join("launch.json");
    let before = match path.exists() {
        true => Some(
            std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?,
        ),
        false => None,
    };
    let text = debug::launch_json(before.as_deref(), &session)
        .with_context(|| format!("{} cannot be changed", path.display()))?;
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    image::write_atomic(&path, text.as_bytes())
        .with_context(|| format!("cannot write {}", path.display()))?;
    out::note(&format!(
        "wrote {}; it needs VS Code's extension ms-vscode.cpptools",
        path.display()
    ));
    Ok(0)
}
