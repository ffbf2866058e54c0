//! `embgo gdb`.

use super::args::GdbArgs;
use super::{build, out, size};
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::driver::debug::{self, READY, ServerKind};
use crate::driver::run::image_file;
use crate::image;
use crate::target::{self, Target};
use crate::tools::command::Runner;
use crate::tools::debugger::{self, Server};
use crate::tools::find::Search;
use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};

pub fn run(args: &GdbArgs) -> Result<u8> {
    let search = Search::from_env();
    let here = out::current_dir()?;
    let target = target::load(&args.flags.target, &DiskFs, &EmbeddedFs, &here)?;
    // What is missing is told before anything is compiled.
    let kind = debug::choose(&target, args.server, &search)?;
    let mut gdb = debug::gdb(&target, &search)?;
    let dir = tempfile::tempdir().context("cannot make a temporary folder")?;
    let Some(elf) = program(args, &target, kind, dir.path())? else { return Ok(1) };
    let port = if args.gdb_port == 0 { debugger::free_port()? } else { args.gdb_port };
    let image = image_file(&target, &elf, dir.path())?;
    let command = debug::server(kind, &target, &elf, image.as_deref(), port, &search)?;
    let runner = Runner { echo: args.flags.echo };
    let mut server = Server::start(runner, &command, port)?;
    if args.serve {
        out::print(&format!("{READY} {port}\n"))?;
        let status = server.wait()?;
        return Ok(status.code().and_then(|c| u8::try_from(c).ok()).unwrap_or(1));
    }
    // Ctrl-C is for gdb, which stops the program.
    ctrlc::set_handler(|| {}).context("Ctrl-C cannot be left to gdb")?;
    gdb.arg("-q").arg(&elf);
    for line in debug::commands(kind, port) {
        gdb.arg("-ex").arg(line);
    }
    gdb.args(["-ex", "continue"]).args(&args.args);
    let status = debugger::run(runner, &gdb)?;
    Ok(status.code().and_then(|c| u8::try_from(c).ok()).unwrap_or(1))
}

/// The ELF file: the one that is named, or one that is built from the package.
fn program(
    args: &GdbArgs,
    target: &Target,
    kind: ServerKind,
    dir: &Path,
) -> Result<Option<PathBuf>> {
    if let [file] = args.packages.as_slice()
        && size::is_elf(Path::new(file))
    {
        return Ok(Some(PathBuf::from(file)));
    }
    let mut options = args.flags.options(&args.packages)?;
    options.no_output = true;
    options.tags.extend(debug::build_tags(kind, target));
    let result = crate::driver::build::build(&options)?;
    build::show(&result, &args.flags)?;
    let Some(built) = result.built.as_ref().filter(|_| !result.failed()) else { return Ok(None) };
    let path = match &args.output {
        Some(path) => path.clone(),
        None => dir.join("program.elf"),
    };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    image::write_atomic(&path, &built.elf)
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Some(path))
}
