//! What an editor needs to understand a program for a board: gopls and `go vet` take the packages
//! that only embgo has (`machine`, `device/...`) from modules in a workspace of their own, which
//! `GOWORK` names, and the board's build tags from `GOFLAGS`.

use super::cache::Cache;
use crate::base::embedded;
use crate::image::write_atomic;
use crate::target::Target;
use anyhow::{Context as _, Result, bail};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The packages that the Go SDK does not have; each folder becomes a module.
const OURS: [&str; 4] = ["machine", "device", "runtime/interrupt", "runtime/volatile"];

/// What was found out and written.
pub struct Ide {
    /// The environment for gopls and the go command.
    pub env: Vec<(&'static str, String)>,
    /// The editor's settings.
    pub settings: PathBuf,
}

/// Writes the workspace and the editor's settings for the module in the folder `dir`.
pub fn write(target: &Target, tags: &[String], dir: &Path) -> Result<Ide> {
    let module = dir.ancestors().find(|d| d.join("go.mod").is_file());
    let Some(module) = module else {
        bail!("there is no go.mod here or above; start a module with `go mod init NAME`")
    };
    let Some(cache) = Cache::from_env() else {
        bail!("the packages for the editor are kept in the cache, and EMBGO_CACHE is off")
    };
    let mut name = blake3::Hasher::new();
    name.update(target.name.as_bytes()).update(&[0]);
    name.update(module.as_os_str().as_encoded_bytes());
    let folder = cache.dir().join("ide").join(&name.finalize().to_hex()[..16]);
    for path in OURS {
        write_module(&folder, path)?;
    }
    let work = write_work(&folder, module)?;
    let env = environment(target, tags, &work);
    let settings = module.join(".vscode").join("settings.json");
    write_settings(&settings, &env)?;
    Ok(Ide { env, settings })
}

/// One of our packages, with those below it, as a module.
fn write_module(folder: &Path, path: &str) -> Result<()> {
    let prefix = format!("runtime-stubs/{path}/");
    let mut folders = std::collections::BTreeSet::new();
    for (name, content) in embedded::below(&prefix) {
        if !name.ends_with(".go") {
            continue;
        }
        let file = folder.join(path).join(&name[prefix.len()..]);
        put(&file, content)?;
        folders.extend(file.parent().map(Path::to_owned));
    }
    for dir in folders {
        // With an assembly file in the package the gc compiler takes functions without a body.
        put(&dir.join("bodies_elsewhere.s"), b"// Functions without a body are embgo's own.\n")?;
    }
    put(&folder.join(path).join("go.mod"), format!("module {path}\n\ngo 1.21\n").as_bytes())
}

/// The workspace of the user's module, or modules, and ours.
fn write_work(folder: &Path, module: &Path) -> Result<PathBuf> {
    let mut uses = vec![module.to_owned()];
    let mut rest = String::new();
    let own = module.ancestors().map(|d| d.join("go.work")).find(|f| f.is_file());
    if let Some(own) = own {
        let text = std::fs::read_to_string(&own)
            .with_context(|| format!("cannot read {}", own.display()))?;
        let root = own.parent().unwrap_or(module);
        let (folders, replaces) =
            crate::load::modules::workspace(&text).with_context(|| own.display().to_string())?;
        uses = folders.iter().map(|f| root.join(f)).collect();
        for (old, new, local) in replaces {
            let new = if local { root.join(&new).display().to_string() } else { new };
            let _ = writeln!(rest, "replace {old} => {new}");
        }
    }
    let mut newest = 21;
    for dir in &uses {
        let text = std::fs::read_to_string(dir.join("go.mod")).unwrap_or_default();
        newest = newest.max(crate::load::modules::go_of(&text).unwrap_or(21));
    }
    let mut text = format!("go 1.{newest}\n\nuse (\n");
    let ours = OURS.iter().map(|p| folder.join(p));
    for dir in uses.into_iter().chain(ours) {
        let _ = writeln!(text, "\t{}", quoted(&dir));
    }
    text.push_str(")\n\n");
    text.push_str(&rest);
    let file = folder.join("go.work");
    put(&file, text.as_bytes())?;
    Ok(file)
}

fn quoted(path: &Path) -> String {
    format!("\"{}\"", path.display().to_string().replace('\\', "/"))
}

fn environment(target: &Target, tags: &[String], work: &Path) -> Vec<(&'static str, String)> {
    let all = target.all_tags();
    let find = |names: &[&str], default: &str| {
        let found = names.iter().find(|n| all.iter().any(|t| t == *n));
        (*found.unwrap_or(&default)).to_owned()
    };
    let (os, arch) = (find(&["linux"], "linux"), find(&["arm", "riscv64", "386"], "arm"));
    let others = all.iter().chain(tags).filter(|t| **t != os && **t != arch);
    let others: Vec<&str> = others.map(String::as_str).collect();
    vec![
        ("GOOS", os),
        ("GOARCH", arch),
        ("CGO_ENABLED", "0".to_owned()),
        ("GOFLAGS", format!("-tags={}", others.join(","))),
        ("GOWORK", work.display().to_string()),
    ]
}

/// Puts our settings into the editor's file and keeps all others.
fn write_settings(file: &Path, env: &[(&'static str, String)]) -> Result<()> {
    let env: Map<String, Value> =
        env.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let mut all = match std::fs::read_to_string(file) {
        Ok(text) => match serde_json::from_str::<Value>(&text) {
            Ok(Value::Object(all)) => all,
            _ => bail!(
                "{} has comments or is damaged; add this to it by hand:\n\"go.toolsEnvVars\": {}",
                file.display(),
                serde_json::to_string_pretty(&env)?
            ),
        },
        Err(_) => Map::new(),
    };
    all.insert("go.toolsEnvVars".to_owned(), Value::Object(env));
    let text = serde_json::to_string_pretty(&Value::Object(all))? + "\n";
    put(file, text.as_bytes())
}

fn put(file: &Path, content: &[u8]) -> Result<()> {
    if let Some(dir) = file.parent() {
        std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    }
    write_atomic(file, content).with_context(|| format!("cannot write {}", file.display()))
}
