//! From a target's name to one flat set of values: finds the file, reads it, follows `inherits`,
//! merges by the rules of the key table. Does not know what any key means.

use super::keys::{self, Kind};
use super::number;
use super::suggest;
use crate::base::fs::FileSystem;
use anyhow::{Result, anyhow, bail};
use indexmap::IndexMap;
use serde_json::Value as Json;
use std::path::{Component, Path, PathBuf};

/// Where a target file or a file it names was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// On the disk, or inside the program's embedded tree.
    pub path: PathBuf,
    pub embedded: bool,
}

/// A merged value and the file that set it last.
#[derive(Debug, Clone)]
pub struct Entry {
    pub value: Value,
    /// The file as messages name it.
    pub file: String,
}

#[derive(Debug, Clone)]
pub enum Value {
    Text(String),
    Bool(bool),
    Number(u64),
    /// Each with the file it comes from.
    List(Vec<(String, DataFile)>),
    /// Parts of an object in order, each with the file it was set in. A part that is itself an
    /// object is merged by its keys.
    Object(IndexMap<String, (Json, String)>),
}

/// All values of a target after inheritance.
#[derive(Debug)]
pub struct Merged {
    pub name: String,
    pub file: DataFile,
    pub values: IndexMap<&'static str, Entry>,
}

/// The two trees files are looked for in.
#[derive(Clone, Copy)]
pub struct Trees<'a> {
    pub disk: &'a dyn FileSystem,
    pub embedded: &'a dyn FileSystem,
    /// The folder that the user's paths are relative to.
    pub cwd: &'a Path,
}

impl Trees<'_> {
    /// A file that another file names: beside that one first, then in the embedded tree.
    pub fn resolve(self, name: &str, beside: &DataFile) -> Option<DataFile> {
        if !beside.embedded {
            let dir = beside.path.parent().unwrap_or(Path::new(""));
            let path: PathBuf =
                dir.join(name).components().filter(|c| *c != Component::CurDir).collect();
            if self.disk.is_file(&path) {
                return Some(DataFile { path, embedded: false });
            }
        }
        let path = plain(Path::new(name))?;
        let found = self.embedded.is_file(&path);
        found.then_some(DataFile { path, embedded: true })
    }

    /// The file as messages name it: as the user would, not from the root of the disk.
    pub fn shown(self, file: &DataFile) -> String {
        file.path.strip_prefix(self.cwd).unwrap_or(&file.path).display().to_string()
    }

    /// The file behind a name that [`Trees::shown`] gave.
    pub fn of_shown(self, shown: &str) -> DataFile {
        let embedded = self.embedded.is_file(Path::new(shown));
        let path = if embedded { PathBuf::from(shown) } else { self.cwd.join(shown) };
        DataFile { path, embedded }
    }

    pub fn read(self, file: &DataFile) -> Result<String> {
        let tree = if file.embedded { self.embedded } else { self.disk };
        let shown = self.shown(file);
        let bytes = tree.read(&file.path).map_err(|e| anyhow!("cannot read {shown}: {e}"))?;
        String::from_utf8(bytes).map_err(|_| anyhow!("{shown}: not valid UTF-8 text"))
    }
}

/// The path without `.` parts; none when it leaves the tree.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(p) => out.push(p),
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(out)
}

/// One of our own targets with everything it inherits, if there is one of that name.
pub fn own(name: &str, trees: Trees) -> Option<Merged> {
    let file = embedded_target(name, trees)?;
    let values = merged(&file, trees, &mut Vec::new()).ok()?;
    Some(Merged { name: name.to_owned(), file, values })
}

/// The names of all embedded target files, without `.json`.
pub fn names(embedded: &dyn FileSystem) -> Vec<String> {
    let files = embedded.list(Path::new("targets")).unwrap_or_default();
    let names = files.iter().filter_map(|f| f.strip_suffix(".json"));
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    // The files' order is that of names with ".json", which comes after "-".
    names.sort();
    names
}

/// Finds and merges the target `spec`: a name, or a path that ends in `.json`.
pub fn load(spec: &str, trees: Trees) -> Result<Merged> {
    let file = find(spec, trees)?;
    let mut stack = Vec::new();
    let values = merged(&file, trees, &mut stack)?;
    let stem = file.path.file_stem().map(|s| s.to_string_lossy().into_owned());
    Ok(Merged { name: stem.unwrap_or_default(), file, values })
}

fn find(spec: &str, trees: Trees) -> Result<DataFile> {
    if spec.is_empty() {
        bail!("no target given; write -target=NAME, `embgo targets` lists the names");
    }
    if spec.ends_with(".json") {
        // Without `.` parts, so that a file has one name and a circle is seen at once.
        let path: PathBuf =
            trees.cwd.join(spec).components().filter(|c| *c != Component::CurDir).collect();
        if trees.disk.is_file(&path) {
            return Ok(DataFile { path, embedded: false });
        }
        bail!("{spec}: no such target file");
    }
    if let Some(file) = embedded_target(spec, trees) {
        return Ok(file);
    }
    let own = format!("{spec}.json");
    if trees.disk.is_file(&trees.cwd.join(&own)) {
        bail!("unknown target {spec:?}; to use the file here, write -target=./{own}");
    }
    let names = names(trees.embedded);
    let near = suggest::near(spec, names.iter().map(String::as_str), 3);
    match near.as_slice() {
        [] => bail!("unknown target {spec:?}; `embgo targets` lists those there are"),
        near => bail!(
            "unknown target {spec:?}; did you mean {}? `embgo targets` lists those there are",
            near.join(" or ")
        ),
    }
}

fn embedded_target(name: &str, trees: Trees) -> Option<DataFile> {
    let path = plain(&Path::new("targets").join(format!("{}.json", name.to_lowercase())))?;
    trees.embedded.is_file(&path).then_some(DataFile { path, embedded: true })
}

/// A parent: a path ending in `.json` is looked for beside the child, then among ours; a name the
/// other way round, so that `my/pico.json` may inherit `pico`.
fn find_parent(name: &str, child: &DataFile, shown: &str, trees: Trees) -> Result<DataFile> {
    let found = match name.strip_suffix(".json") {
        Some(stem) => trees.resolve(name, child).or_else(|| embedded_target(stem, trees)),
        None => {
            embedded_target(name, trees).or_else(|| trees.resolve(&format!("{name}.json"), child))
        }
    };
    if let Some(found) = found {
        return Ok(found);
    }
    let names = names(trees.embedded);
    let near = suggest::near(name, names.iter().map(String::as_str), 3);
    let hint = match near.as_slice() {
        [] => String::new(),
        near => format!("; did you mean {}?", near.join(" or ")),
    };
    bail!("{shown}: \"inherits\": there is no target {name:?}{hint}")
}

type Values = IndexMap<&'static str, Entry>;

fn merged(file: &DataFile, trees: Trees, stack: &mut Vec<DataFile>) -> Result<Values> {
    let shown = trees.shown(file);
    if let Some(start) = stack.iter().position(|f| f == file) {
        let chain = stack[start..].iter().chain([file]).map(|f| trees.shown(f));
        bail!(
            "{shown}: \"inherits\": targets inherit from each other in a circle: {}",
            chain.collect::<Vec<_>>().join(" -> ")
        );
    }
    if stack.len() >= 32 {
        bail!("{shown}: \"inherits\": more than 32 targets deep");
    }
    let own = parse(&trees.read(file)?, file, &shown)?;
    let mut values = Values::new();
    if let Some(Entry { value: Value::List(parents), .. }) = own.get("inherits") {
        stack.push(file.clone());
        for (name, _) in parents {
            let parent = find_parent(name, file, &shown, trees)?;
            let inherited = merged(&parent, trees, stack)?;
            for (key, entry) in inherited {
                if !keys::find(key).is_some_and(|k| k.local) {
                    merge(&mut values, key, entry, trees)?;
                }
            }
        }
        stack.pop();
    }
    for (key, entry) in own {
        merge(&mut values, key, entry, trees)?;
    }
    Ok(values)
}

/// Joins one value to what is there: lists and objects grow, everything else is replaced.
fn merge(values: &mut Values, key: &'static str, new: Entry, trees: Trees) -> Result<()> {
    let Some(old) = values.get_mut(key) else {
        values.insert(key, new);
        return Ok(());
    };
    match (&mut old.value, new.value) {
        (Value::List(have), Value::List(more)) => {
            for item in more {
                if let Some((text, from)) = have.iter().find(|(text, _)| *text == item.0) {
                    bail!(
                        "{}: {key:?}: {text:?} is there already, from {}; a list is added to the \
                         inherited one, so leave it out",
                        new.file,
                        trees.shown(from)
                    );
                }
                have.push(item);
            }
            old.file = new.file;
        }
        (Value::Object(have), Value::Object(more)) => {
            for (part, (json, file)) in more {
                match (have.get_mut(&part), json) {
                    (Some((Json::Object(old), old_file)), Json::Object(new)) => {
                        old.extend(new);
                        *old_file = file;
                    }
                    (_, json) => {
                        have.insert(part, (json, file));
                    }
                }
            }
            old.file = new.file;
        }
        // TinyGo takes an empty string for "not set".
        (_, Value::Text(text)) if text.is_empty() => {}
        (slot, value) => {
            *slot = value;
            old.file = new.file;
        }
    }
    Ok(())
}

/// One file's own keys, checked against the table.
fn parse(text: &str, file: &DataFile, shown: &str) -> Result<Values> {
    let json: Json = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|e| anyhow!("{shown}: not valid JSON: {e}"))?;
    let Json::Object(object) = json else {
        bail!("{shown}: a target file holds one JSON object, {{ ... }}");
    };
    let mut values = Values::new();
    for (name, json) in object {
        let Some(key) = keys::find(&name) else {
            let known = keys::KEYS.iter().map(|k| k.name);
            let hint = match suggest::nearest(&name, known) {
                Some(near) => format!("did you mean {near:?}?"),
                None => "docs/targets.md lists the keys there are".into(),
            };
            bail!("{shown}: unknown key {name:?}; {hint}");
        };
        if json.is_null() {
            continue;
        }
        let value = convert(key.kind, &json, file, shown)
            .ok_or_else(|| anyhow!("{shown}: {name:?} must be {}", key.kind.wanted()))?;
        if let (Kind::List, Value::List(items)) = (key.kind, &value) {
            let again = items.iter().enumerate().find(|(i, x)| items[..*i].contains(x));
            if let Some((_, (text, _))) = again {
                bail!("{shown}: {name:?}: {text:?} is in the list twice");
            }
        }
        values.insert(key.name, Entry { value, file: shown.to_owned() });
    }
    Ok(values)
}

fn convert(kind: Kind, json: &Json, file: &DataFile, shown: &str) -> Option<Value> {
    let strings = |json: &Json| -> Option<Vec<String>> {
        match json {
            Json::String(s) => Some(vec![s.clone()]),
            Json::Array(items) => items.iter().map(|i| i.as_str().map(str::to_owned)).collect(),
            _ => None,
        }
    };
    Some(match kind {
        Kind::Text => Value::Text(json.as_str()?.to_owned()),
        Kind::OneOf(names) => {
            let text = json.as_str()?;
            if !text.is_empty() && !names.contains(&text) {
                return None;
            }
            Value::Text(text.to_owned())
        }
        // Words of a command and features of a processor, both are joined by the caller's taste;
        // a list keeps its borders as line ends, which neither can hold.
        Kind::Words => Value::Text(strings(json)?.join("\n")),
        Kind::Bool => Value::Bool(match json {
            Json::Bool(b) => *b,
            Json::String(s) if s == "true" => true,
            Json::String(s) if s == "false" || s.is_empty() => false,
            _ => return None,
        }),
        Kind::Number | Kind::Size => Value::Number(number::parse(json)?),
        Kind::List => Value::List(strings(json)?.into_iter().map(|s| (s, file.clone())).collect()),
        Kind::Object => {
            let object = json.as_object()?;
            let part = |(k, v): (&String, &Json)| (k.clone(), (v.clone(), shown.to_owned()));
            Value::Object(object.iter().map(part).collect())
        }
    })
}
