//! `embgo init`.

use super::args::InitArgs;
use super::out;
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::driver::config;
use crate::{image, target};
use anyhow::{Context as _, Result, bail};
use std::fmt::Write as _;

/// What a new file explains.
const REST: &str = "\
# Settings are named as the flags; a flag on the command line wins.
# opt = \"2\"
# tags = [\"debug\"]
# port = \"/dev/ttyACM0\"

# [flash]                 # for one command
# baud = 921600

# [targets.pico]          # with one target
# stack-size = \"2K\"
";

pub fn run(args: &InitArgs) -> Result<u8> {
    let dir = out::current_dir()?;
    let path = dir.join(config::NAME);
    if path.exists() {
        bail!("{} is there already; edit it, or remove it first", path.display());
    }
    let mut text = String::new();
    match &args.target {
        Some(name) => {
            target::load(name, &DiskFs, &EmbeddedFs, &dir)?;
            writeln!(text, "target = {}", toml_string(name))?;
        }
        None => text += "# target = \"pico\"     # `embgo targets` lists the boards\n",
    }
    if let Some(port) = &args.port {
        writeln!(text, "port = {}", toml_string(port))?;
    }
    text += REST;
    image::write_atomic(&path, text.as_bytes())
        .with_context(|| format!("cannot write {}", path.display()))?;
    out::note(&format!("wrote {}", path.display()));
    Ok(0)
}

/// A TOML string; JSON's escapes are TOML's, too.
fn toml_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
