//! Results kept from build to build, found by a hash of everything they were made from.
//!
//! An entry is one file with a hash of its content in front, so that a damaged file is a miss and
//! never a wrong result. The cache holds at most a given number of bytes; what was not used for
//! longest goes first. Any trouble with it only makes builds slower.

use crate::image::write_atomic;
use anyhow::{Context as _, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How much is kept.
const LIMIT: u64 = 512 << 20;
/// How old the last look at the size may get.
const TRIM_AFTER: Duration = Duration::from_secs(24 * 60 * 60);
/// Uses closer together than this are not worth a write to the disk.
const TOUCH_AFTER: Duration = Duration::from_secs(60 * 60);

const HASH: usize = blake3::OUT_LEN;

/// Marks a folder as a cache for backup programs (bford.info/cachedir).
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
                   # This folder is the cache of embgo; `embgo clean` empties it.\n";

/// A folder of results.
#[derive(Clone, Debug)]
pub struct Cache {
    dir: PathBuf,
    limit: u64,
}

/// Names a result by all that went into it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key([u8; HASH]);

/// Collects what goes into a result.
pub struct KeyBuilder(blake3::Hasher);

impl KeyBuilder {
    /// `kind` says what the result is (`"object"`). The version of embgo is always part of the key.
    pub fn new(kind: &str) -> KeyBuilder {
        let mut builder = KeyBuilder(blake3::Hasher::new());
        builder.add(env!("CARGO_PKG_VERSION")).add(kind);
        builder
    }

    /// Adds one input. Its length is added too, so that "ab" + "c" differs from "a" + "bc".
    pub fn add(&mut self, input: impl AsRef<[u8]>) -> &mut KeyBuilder {
        let input = input.as_ref();
        self.0.update(&(input.len() as u64).to_le_bytes());
        self.0.update(input);
        self
    }

    pub fn finish(&self) -> Key {
        Key(*self.0.finalize().as_bytes())
    }
}

/// What [`Cache::clean`] did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Removed {
    pub files: u64,
    pub bytes: u64,
}

impl Cache {
    /// The user's cache, if there is a place for it and `EMBGO_CACHE` is not `off`.
    pub fn from_env() -> Option<Cache> {
        folder().map(|dir| Cache::at(&dir))
    }

    pub fn at(dir: &Path) -> Cache {
        Cache { dir: dir.to_owned(), limit: LIMIT }
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn objects(&self) -> PathBuf {
        self.dir.join("objects")
    }

    fn file(&self, key: &Key) -> PathBuf {
        let name = blake3::Hash::from(key.0).to_hex();
        self.objects().join(&name[..2]).join(&name[2..])
    }

    /// The result kept for `key`.
    pub fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let path = self.file(key);
        let mut bytes = fs::read(&path).ok()?;
        let whole =
            bytes.len() >= HASH && blake3::hash(&bytes[HASH..]).as_bytes() == &bytes[..HASH];
        if !whole {
            // Half-written or damaged: the next `put` writes it anew.
            let _ = fs::remove_file(&path);
            return None;
        }
        touch(&path);
        bytes.drain(..HASH);
        Some(bytes)
    }

    /// Keeps a result.
    pub fn put(&self, key: &Key, result: &[u8]) -> Result<()> {
        let path = self.file(key);
        let dir = path.parent().expect("entries are in folders");
        fs::create_dir_all(dir)
            .with_context(|| format!("cannot make the cache folder {}", dir.display()))?;
        let tag = self.dir.join("CACHEDIR.TAG");
        if !tag.exists() {
            write_atomic(&tag, TAG.as_bytes())?;
        }
        let mut bytes = blake3::hash(result).as_bytes().to_vec();
        bytes.extend_from_slice(result);
        write_atomic(&path, &bytes)?;
        self.trim_sometimes()
    }

    /// Removes all results.
    pub fn clean(&self) -> Result<Removed> {
        let entries = self.entries();
        let bytes = entries.iter().map(|e| e.bytes).sum();
        let removed = Removed { files: entries.len() as u64, bytes };
        let dir = self.objects();
        if dir.exists() {
            fs::remove_dir_all(&dir)
                .with_context(|| format!("cannot remove the cache folder {}", dir.display()))?;
        }
        Ok(removed)
    }

    /// Brings the cache below its limit if nobody looked for a day.
    fn trim_sometimes(&self) -> Result<()> {
        let stamp = self.objects().join("trimmed");
        if age(&stamp).is_some_and(|a| a < TRIM_AFTER) {
            return Ok(());
        }
        write_atomic(&stamp, b"")?;
        self.trim();
        Ok(())
    }

    fn trim(&self) {
        let mut entries = self.entries();
        let mut total: u64 = entries.iter().map(|e| e.bytes).sum();
        if total <= self.limit {
            return;
        }
        entries.sort_by(|a, b| (a.used, &a.path).cmp(&(b.used, &b.path)));
        for entry in entries {
            // Somewhat below the limit, so that the next build does not start over.
            if total <= self.limit / 4 * 3 {
                break;
            }
            if fs::remove_file(&entry.path).is_ok() {
                total -= entry.bytes;
            }
        }
    }

    fn entries(&self) -> Vec<Entry> {
        let folders = fs::read_dir(self.objects()).into_iter().flatten().flatten();
        let files = folders.filter_map(|f| fs::read_dir(f.path()).ok()).flatten().flatten();
        let entry = |file: fs::DirEntry| {
            let meta = file.metadata().ok().filter(fs::Metadata::is_file)?;
            Some(Entry { path: file.path(), bytes: meta.len(), used: meta.modified().ok()? })
        };
        files.filter_map(entry).collect()
    }
}

struct Entry {
    path: PathBuf,
    bytes: u64,
    used: SystemTime,
}

/// How long ago a file was written.
fn age(path: &Path) -> Option<Duration> {
    SystemTime::now().duration_since(fs::metadata(path).ok()?.modified().ok()?).ok()
}

/// Notes that an entry was used.
fn touch(path: &Path) {
    if age(path).is_none_or(|a| a < TOUCH_AFTER) {
        return;
    }
    // Not being able to only means that the entry goes sooner.
    if let Ok(file) = fs::File::options().append(true).open(path) {
        let _ = file.set_modified(SystemTime::now());
    }
}

/// `$EMBGO_CACHE`, else embgo's folder in the place that the system has for caches.
fn folder() -> Option<PathBuf> {
    let var = |name| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    if let Some(dir) = var("EMBGO_CACHE") {
        return (dir != Path::new("off")).then_some(dir);
    }
    let base = if cfg!(windows) {
        var("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        var("HOME").map(|home| home.join("Library/Caches"))
    } else {
        // The XDG specification ignores relative paths.
        let set = var("XDG_CACHE_HOME").filter(|dir| dir.is_absolute());
        set.or_else(|| var("HOME").map(|home| home.join(".cache")))
    };
    base.map(|dir| dir.join("embgo"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(parts: &[&str]) -> Key {
        let mut builder = KeyBuilder::new("test");
        for part in parts {
            builder.add(part);
        }
        builder.finish()
    }

    #[test]
    fn keys_depend_on_every_input_and_its_bounds() {
        assert_eq!(key(&["ab", "c"]), key(&["ab", "c"]));
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_ne!(key(&["ab"]), key(&["ab", ""]));
    }

    #[test]
    fn results_are_kept_until_cleaned() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::at(dir.path());
        let key = key(&["x"]);
        assert_eq!(cache.get(&key), None);
        cache.put(&key, b"result").unwrap();
        cache.put(&key, b"result").unwrap();
        assert_eq!(cache.get(&key).unwrap(), b"result");
        let removed = cache.clean().unwrap();
        assert_eq!(removed, Removed { files: 1, bytes: 6 + HASH as u64 });
        assert_eq!(cache.get(&key), None);
        assert_eq!(cache.clean().unwrap(), Removed::default());
    }

    #[test]
    fn a_damaged_result_is_a_miss() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::at(dir.path());
        let key = key(&["x"]);
        for damage in [b"short".to_vec(), vec![0; 100]] {
            cache.put(&key, b"result").unwrap();
            fs::write(cache.file(&key), damage).unwrap();
            assert_eq!(cache.get(&key), None);
        }
    }

    #[test]
    fn the_oldest_go_first() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache { dir: dir.path().to_owned(), limit: 4000 };
        for i in 0..10u64 {
            let key = key(&[&i.to_string()]);
            cache.put(&key, &[0; 1000]).unwrap();
            let file = fs::File::options().append(true).open(cache.file(&key)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(i)).unwrap();
        }
        cache.trim();
        let kept: Vec<u64> =
            (0..10).filter(|i| cache.get(&key(&[&i.to_string()])).is_some()).collect();
        assert_eq!(kept, [8, 9]);
    }
}
