//! `embgo version`.

use super::args::VersionArgs;
use super::out;
use anyhow::Result;

pub fn run(args: &VersionArgs) -> Result<u8> {
    let version = env!("CARGO_PKG_VERSION");
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    if args.json {
        out::print_json(&serde_json::json!({ "version": version, "os": os, "arch": arch }))?;
    } else {
        out::print(&format!("embgo {version} {os}/{arch}\n"))?;
    }
    Ok(0)
}
