//! The folders of packages that Go's tests of several packages have.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Makes a module `test` of the packages in the folder beside a `// rundir` or `// compiledir`
/// file, and gives their folders by name. Files with the same package clause are a package; the
/// name of its first file is what others import as `"./name"`.
pub fn packages(file: &Path, module: &Path) -> std::io::Result<BTreeMap<String, PathBuf>> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(file.with_extension("dir"))?.flatten().map(|e| e.path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "go"));
    files.sort();
    std::fs::write(module.join("go.mod"), "module test\n\ngo 1.27\n")?;
    let mut folders: BTreeMap<String, PathBuf> = BTreeMap::new();
    for path in files {
        let text = std::fs::read_to_string(&path)?;
        let clause = text.lines().find_map(|l| l.strip_prefix("package ")).unwrap_or("");
        let package = clause.split([' ', ';']).next().unwrap_or("").trim().to_owned();
        let stem = path.file_stem().unwrap_or_default();
        let folder = folders.entry(package).or_insert_with(|| module.join(stem));
        std::fs::create_dir_all(&*folder)?;
        let name = path.file_name().unwrap_or_default();
        // Not a test, whatever its name says.
        let name = name.to_string_lossy().replace("_test.go", "_t.go");
        std::fs::write(folder.join(name), text.replace("\"./", "\"test/"))?;
    }
    Ok(folders)
}
