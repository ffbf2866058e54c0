//! `embgo env`.

use super::args::EnvArgs;
use super::out;
use crate::base::embedded::EmbeddedFs;
use crate::base::fs::DiskFs;
use crate::driver::cache::Cache;
use crate::tools::find::Search;
use crate::tools::spec::ToolId;
use crate::tools::{goroot, words};
use anyhow::{Result, bail};
use indexmap::IndexMap;
use std::path::Path;

pub fn run(args: &EnvArgs) -> Result<u8> {
    if args.ide {
        return ide(args);
    }
    let all = settings();
    if let Some(unknown) = args.names.iter().find(|n| !all.contains_key(n.as_str())) {
        let known: Vec<&str> = all.keys().copied().collect();
        bail!("there is no setting {unknown}; there are {}", known.join(", "));
    }
    if args.json {
        let wanted = |name: &&str| args.names.is_empty() || args.names.iter().any(|n| n == name);
        let some: IndexMap<_, _> = all.iter().filter(|(name, _)| wanted(name)).collect();
        out::print_json(&some)?;
        return Ok(0);
    }
    let text: String = if args.names.is_empty() {
        all.iter().map(|(name, value)| format!("{name}={}\n", words::quote(value))).collect()
    } else {
        args.names.iter().map(|name| format!("{}\n", all[name.as_str()])).collect()
    };
    out::print(&text)?;
    Ok(0)
}

/// `embgo env -ide`.
fn ide(args: &EnvArgs) -> Result<u8> {
    let dir = out::current_dir()?;
    let name = args.target.as_deref().unwrap_or("");
    let target = crate::target::load(name, &DiskFs, &EmbeddedFs, &dir)?;
    let ide = crate::driver::ide::write(&target, &args.tags, &dir)?;
    if args.json {
        let env: IndexMap<_, _> = ide.env.iter().map(|(n, v)| (*n, v)).collect();
        out::print_json(&serde_json::json!({ "settings": ide.settings, "env": env }))?;
        return Ok(0);
    }
    let line = |(name, value): &(&str, String)| format!("{name}={}\n", words::quote(value));
    out::print(&ide.env.iter().map(line).collect::<String>())?;
    out::note(&format!("wrote {}", ide.settings.display()));
    Ok(0)
}

/// All settings in the order they are shown. What is not there is an empty string.
fn settings() -> IndexMap<&'static str, String> {
    let search = Search::from_env();
    let text = |path: &Path| path.display().to_string();
    let tool = |id| search.find(id).map(|t| text(&t.path)).unwrap_or_default();
    let clang = search.find(ToolId::Clang).ok();
    let folder = clang.as_ref().and_then(|c| c.path.canonicalize().ok()?.parent().map(text));
    let root = goroot::find(&search);
    let version = root.as_deref().and_then(goroot::version);
    IndexMap::from([
        ("EMBGO_VERSION", env!("CARGO_PKG_VERSION").to_owned()),
        ("EMBGO_CACHE", Cache::from_env().map_or_else(|| "off".to_owned(), |c| text(c.dir()))),
        ("EMBGO_LLVM", folder.unwrap_or_default()),
        ("EMBGO_PYTHON", tool(ToolId::Labwired)),
        ("CLANG", clang.map(|c| text(&c.path)).unwrap_or_default()),
        ("LLD", tool(ToolId::Lld)),
        ("GOROOT", root.as_deref().map(text).unwrap_or_default()),
        ("GOVERSION", version.unwrap_or_default()),
    ])
}
