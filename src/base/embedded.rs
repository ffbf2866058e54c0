//! The data folders (`targets/`, `linker-scripts/`, `runtime-stubs/`) inside the program.

use super::fs::FileSystem;
use std::io;
use std::path::Path;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The embedded files as a tree whose top level holds the three folders. Paths are relative.
pub struct EmbeddedFs;

/// The content of an embedded file, `targets/pico.json` say.
pub fn get(path: &str) -> Option<&'static [u8]> {
    let i = FILES.binary_search_by_key(&path, |(name, _)| name).ok()?;
    Some(FILES[i].1)
}

/// The embedded files whose path starts with `prefix`, sorted by path.
pub fn below(prefix: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let start = FILES.partition_point(|(name, _)| *name < prefix);
    FILES[start..].iter().copied().take_while(move |(name, _)| name.starts_with(prefix))
}

fn text(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

impl FileSystem for EmbeddedFs {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        get(&text(path)).map(<[u8]>::to_vec).ok_or_else(|| {
            io::Error::new(io::ErrorKind::NotFound, format!("{}: not embedded", path.display()))
        })
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        let prefix = text(dir) + "/";
        let names = below(&prefix).map(|(name, _)| &name[prefix.len()..]);
        Ok(names.filter(|n| !n.contains('/')).map(str::to_owned).collect())
    }

    fn folders(&self, dir: &Path) -> io::Result<Vec<String>> {
        let prefix = text(dir) + "/";
        let names = below(&prefix).filter_map(|(name, _)| name[prefix.len()..].split_once('/'));
        let mut names: Vec<String> = names.map(|(folder, _)| folder.to_owned()).collect();
        names.dedup();
        Ok(names)
    }

    fn is_dir(&self, path: &Path) -> bool {
        below(&(text(path) + "/")).next().is_some()
    }

    fn is_file(&self, path: &Path) -> bool {
        get(&text(path)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::FILES;

    #[test]
    fn table_is_sorted_for_binary_search() {
        assert!(FILES.is_sorted_by(|a, b| a.0 < b.0));
    }
}
