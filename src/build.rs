//! Build script: lists every file of the data folders in a table of `include_bytes!`, so that the
//! program carries its targets, linker scripts and runtime sources with it, and makes an id of the
//! compiler's own sources, so that a changed compiler does not take an older one's cached results.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

fn collect(dir: &Path, out: &mut Vec<PathBuf>) {
    println!("cargo::rerun-if-changed={}", dir.display());
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, out);
        } else {
            out.push(path);
        }
    }
}

/// A hash of the names and contents of the files below `dir`.
fn source_id(dir: &Path) -> u64 {
    let mut sources = Vec::new();
    collect(dir, &mut sources);
    let mut hash = DefaultHasher::new();
    for path in sources {
        println!("cargo::rerun-if-changed={}", path.display());
        path.strip_prefix(dir).expect("collected below dir").hash(&mut hash);
        std::fs::read(&path).unwrap_or_default().hash(&mut hash);
    }
    hash.finish()
}

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let mut table = String::from("pub static FILES: &[(&str, &[u8])] = &[\n");
    let mut files = Vec::new();
    for dir in ["linker-scripts", "runtime-stubs", "targets"] {
        collect(&root.join(dir), &mut files);
    }
    let named = |path: PathBuf| {
        let name = path.strip_prefix(&root).expect("collected below root");
        (name.to_str().expect("data files have UTF-8 names").replace('\\', "/"), path)
    };
    let mut files: Vec<(String, PathBuf)> = files.into_iter().map(named).collect();
    // Look-ups compare whole names, so the order must be theirs, not that of path components.
    files.sort();
    for (name, path) in files {
        println!("cargo::rerun-if-changed={}", path.display());
        let _ = writeln!(table, "    ({name:?}, include_bytes!({path:?})),");
    }
    table.push_str("];\n");
    println!("cargo::rustc-env=EMBGO_BUILD_ID={:016x}", source_id(&root.join("src")));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it"));
    std::fs::write(out.join("embedded.rs"), table).expect("OUT_DIR is writable");
}
