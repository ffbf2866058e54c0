//! Rules of the code that no compiler checks.

#[path = "support/section.rs"]
mod section;

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All Rust files below a folder of the repository, sorted, with their text.
fn sources(dir: &str) -> Vec<(String, String)> {
    fn walk(dir: &Path, out: &mut Vec<PathBuf>) {
        let entries = fs::read_dir(dir).expect("the folder is readable").flatten();
        let mut paths: Vec<PathBuf> = entries.map(|e| e.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                walk(&path, out);
            } else if path.extension().is_some_and(|e| e == "rs") {
                out.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join(dir), &mut paths);
    let named = paths.into_iter().map(|p| {
        let name = p.strip_prefix(root()).expect("below the root").display().to_string();
        (name, fs::read_to_string(&p).expect("sources are readable"))
    });
    named.collect()
}

/// The rooms in the order of `src/lib.rs`.
fn rooms() -> Vec<String> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs is readable");
    let mods = lib.lines().filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';'));
    mods.map(str::to_owned).collect()
}

#[test]
fn a_room_uses_only_rooms_listed_above_it() {
    let rooms = rooms();
    let place = |name: &str| rooms.iter().position(|r| r == name);
    let mut wrong = Vec::new();
    for (file, text) in sources("src") {
        let room = file.trim_start_matches("src/").split(['/', '.']).next().unwrap_or("");
        let Some(own) = place(room) else { continue };
        for (i, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for part in code.split("crate::").skip(1) {
                let used = part.split(|c: char| !c.is_alphanumeric() && c != '_').next();
                if let Some(p) = used.and_then(place)
                    && p > own
                {
                    wrong.push(format!("{file}:{}: {room} uses {}", i + 1, rooms[p]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let all = sources("src").into_iter().chain(sources("tests"));
    let bad: Vec<String> =
        all.filter(|(_, text)| !text.starts_with("//!")).map(|(f, _)| f).collect();
    assert!(bad.is_empty(), "without a //! header: {bad:?}");
}

/// The size of a register's type in a device package; arrays and structs of the package, too.
fn register_size(name: &str, structs: &HashMap<String, u32>) -> Option<u32> {
    if let Some((count, element)) = name.strip_prefix('[').and_then(|n| n.split_once(']')) {
        return Some(count.parse::<u32>().ok()? * register_size(element, structs)?);
    }
    match name.strip_prefix("volatile.Register").unwrap_or(name) {
        "8" | "byte" | "uint8" => Some(1),
        "16" | "uint16" => Some(2),
        "32" | "uint32" => Some(4),
        "64" | "uint64" => Some(8),
        other => structs.get(other).copied(),
    }
}

/// Compares the offsets that comments behind the fields of a file's structs name; what is wrong, and
/// how many were compared.
fn wrong_offsets(text: &str, structs: &mut HashMap<String, u32>) -> (Vec<String>, usize) {
    let (mut wrong, mut compared) = (Vec::new(), 0);
    // Open structs: the name, or what its field makes of it, and the size so far.
    let mut open: Vec<(String, u32)> = Vec::new();
    let mut first = None;
    for line in text.lines() {
        let (code, comment) = line.split_once("//").unwrap_or((line, ""));
        let words: Vec<&str> = code.split_whitespace().collect();
        match (words[..].first(), words.get(1), open.last_mut()) {
            (Some(&"type"), Some(name), None) if code.trim_end().ends_with("struct {") => {
                first = None;
                open.push(((*name).to_owned(), 0));
            }
            (Some(&"}"), _, Some(_)) => {
                let (name, size) = open.pop().expect("one is open");
                match open.last_mut() {
                    // A field's own struct, `[8]`.
                    Some(outer) => {
                        let count = name.trim_matches(['[', ']']).parse::<u32>().unwrap_or(1);
                        outer.1 += count * size;
                    }
                    None => drop(structs.insert(name, size)),
                }
            }
            (Some(names), Some(kind), Some((_, at))) => {
                let named = comment.split_whitespace().next().and_then(|w| w.strip_prefix("0x"));
                if let Some(want) = named.map(|w| w.trim_end_matches([',', ':', ';', '.'])) {
                    compared += 1;
                    // An address, of the core's own peripherals: what counts is that from the first.
                    let want = u32::from_str_radix(want, 16).map(|w| match w >> 28 {
                        0 => w,
                        _ => w - *first.get_or_insert(w - *at),
                    });
                    if want != Ok(*at) {
                        wrong.push(format!("{}: is at {at:#x}", line.trim()));
                    }
                }
                if let Some(array) = kind.strip_suffix("struct") {
                    open.push((array.to_owned(), 0));
                } else if let Some(size) = register_size(kind, structs) {
                    let each = names.split(',').filter(|n| !n.is_empty()).count() as u32;
                    *at += each * size;
                } else {
                    wrong.push(format!("{}: of what size?", line.trim()));
                }
            }
            _ => {}
        }
    }
    (wrong, compared)
}

#[test]
fn registers_are_where_their_comments_say() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    let folder = root().join("runtime-stubs/device");
    for package in fs::read_dir(folder).expect("the folder is readable").flatten() {
        let Ok(files) = fs::read_dir(package.path()) else { continue };
        let mut paths: Vec<PathBuf> = files.flatten().map(|f| f.path()).collect();
        paths.sort();
        // What one file's structs are made of may be in another one.
        let mut structs = HashMap::new();
        for path in paths {
            let text = fs::read_to_string(&path).expect("sources are readable");
            let (bad, n) = wrong_offsets(&text, &mut structs);
            let name = path.file_name().expect("a file").display().to_string();
            wrong.extend(bad.iter().map(|b| format!("{name}: {b}")));
            compared += n;
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(compared > 200, "{compared}");
    // It does find one.
    let text = "type T struct {\n\tA volatile.Register32\n\t_ [2]uint32\n\tB volatile.Register32 // 0x10\n}\n";
    assert_eq!(wrong_offsets(text, &mut HashMap::new()).0.len(), 1);
}

#[test]
fn files_stay_small() {
    const LIMIT: usize = 800;
    let lines = |text: &str| text.lines().count();
    let big: Vec<String> = sources("src")
        .into_iter()
        .filter(|(_, text)| lines(text) > LIMIT)
        .map(|(f, text)| format!("{f}: {} lines", lines(&text)))
        .collect();
    assert!(big.is_empty(), "longer than {LIMIT} lines: {big:?}");
}

#[test]
fn nothing_is_left_to_do_later() {
    let mut found = Vec::new();
    for (file, text) in sources("src") {
        for word in ["todo!(", "unimplemented!(", "#[ignore"] {
            if text.contains(word) {
                found.push(format!("{file}: {word}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn every_target_loads() {
    use embgo::base::embedded::EmbeddedFs;
    use embgo::base::fs::MemFs;
    for name in embgo::target::layers::names(&EmbeddedFs) {
        let result = embgo::target::load(&name, &MemFs::default(), &EmbeddedFs, Path::new(""));
        let problem = result.err().map(|e| format!("{e:#}")).unwrap_or_default();
        let parent = problem.contains("is no board but what boards inherit from");
        assert!(problem.is_empty() || parent, "{name}: {problem}");
    }
}

/// The table of boards in the README.
fn board_table() -> String {
    use embgo::base::embedded::EmbeddedFs;
    let size = |bytes: u64| match bytes {
        0 => "–".to_owned(),
        b if b >= 1 << 20 && b % (1 << 20) == 0 => format!("{} MB", b >> 20),
        // The boot block of the RP2040 is not part of the region.
        b if b >= 1 << 20 => format!("{} MB", b.div_ceil(1 << 20)),
        b => format!("{} KB", b >> 10),
    };
    let mut table = String::from(
        "| `-target=` | board | processor | code memory | RAM | `embgo run` | image |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for t in embgo::target::list::list(&EmbeddedFs) {
        let run = match t.run.as_deref() {
            Some("simulator") => "simulator",
            Some(_) => "QEMU",
            None => "–",
        };
        table += &format!(
            "| `{}` | {} | {} | {} | {} | {run} | {} |\n",
            t.name,
            t.description,
            t.cpu,
            size(t.flash),
            size(t.ram),
            t.format
        );
    }
    table
}

#[test]
fn the_readme_lists_the_boards() {
    const START: &str = "<!-- targets: generated from targets/*.json; `UPDATE_EXPECT=1 cargo test --test tidy` rewrites it -->\n";
    const END: &str = "<!-- end -->";
    let path = root().join("README.md");
    let text = fs::read_to_string(&path).expect("README.md is readable");
    let (before, rest) = text.split_once(START).expect("README.md has the place for the table");
    let (_, after) = rest.split_once(END).expect("the table has an end");
    let want = format!("{before}{START}{}{END}{after}", board_table());
    expect_test::expect_file!["../README.md"].assert_eq(&want);
}

/// The files of the repository that are text of ours, sorted, with their text.
fn texts() -> Vec<(String, String)> {
    let list = std::process::Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git starts");
    assert!(list.status.success(), "git ls-files: {}", String::from_utf8_lossy(&list.stderr));
    let names = String::from_utf8(list.stdout).expect("names are UTF-8");
    let mut names: Vec<&str> = names.split('\0').filter(|n| !n.is_empty()).collect();
    names.sort_unstable();
    // A file that is deleted but still known to git cannot be read.
    let read = |n: &&str| Some(((*n).to_owned(), fs::read_to_string(root().join(n)).ok()?));
    names.iter().filter_map(read).collect()
}

#[test]
fn nothing_names_one_computers_folders() {
    // Written so that this file does not name them either.
    let places = ["/wo\u{72}k/", "/tm\u{70}/venv", "/ro\u{6f}t/"];
    let mut found = Vec::new();
    for (file, text) in texts() {
        let named = |line: &&str| places.iter().any(|p| line.contains(p));
        found.extend(text.lines().filter(named).map(|l| format!("{file}: {}", l.trim())));
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// The targets of the links in a Markdown text, outside of code.
fn links(text: &str) -> Vec<String> {
    let mut links = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for part in line.split("](").skip(1) {
            links.extend(part.split(')').next().map(str::to_owned));
        }
    }
    links
}

/// The names that headings get as targets of links.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|l| l.starts_with('#'));
    let name = |heading: &str| {
        let words = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        words.chars().filter(|c| c.is_alphanumeric() || "-_".contains(*c)).collect()
    };
    headings.map(name).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for (file, text) in texts().into_iter().filter(|(f, _)| f.ends_with(".md")) {
        let dir = root().join(&file).parent().expect("below the root").to_owned();
        for link in links(&text) {
            if link.starts_with("http://") || link.starts_with("https://") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let to = if path.is_empty() { root().join(&file) } else { dir.join(path) };
            let there = fs::read_to_string(&to).ok();
            let whole = to.exists()
                && (anchor.is_empty()
                    || there.is_some_and(|t| anchors(&t).iter().any(|a| a == anchor)));
            if !whole {
                broken.push(format!("{file}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// Why programs of Go's tests are skipped, with how many there are for each reason.
fn skip_reasons(list: &str) -> Vec<(usize, String)> {
    let mut reasons: Vec<(usize, String)> = Vec::new();
    for line in list.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let reason = line.split_once(' ').map_or("", |(_, reason)| reason.trim());
        // Which packages it imports is in the list.
        let reason = match reason.split_once(": ") {
            Some((first, rest)) if first.starts_with("imports ") => {
                format!("imports packages of the standard library: {rest}")
            }
            _ => reason.to_owned(),
        };
        match reasons.iter_mut().find(|(_, r)| *r == reason) {
            Some((n, _)) => *n += 1,
            None => reasons.push((1, reason)),
        }
    }
    reasons.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    reasons
}

/// The table by folder: how many programs there are, how many pass.
fn folders(all: &str, skipped: &str) -> String {
    let skipped: Vec<&str> = skipped.lines().filter_map(|l| l.split_whitespace().next()).collect();
    let mut rows: std::collections::BTreeMap<&str, (usize, usize)> = Default::default();
    for name in all.lines().filter(|l| !l.trim().is_empty()) {
        let folder = name.rsplit_once('/').map_or(".", |(folder, _)| folder);
        let row = rows.entry(folder).or_default();
        row.0 += 1;
        row.1 += usize::from(!skipped.contains(&name));
    }
    let mut table = String::from("\n| folder | programs | pass | % |\n|---|---|---|---|\n");
    for (folder, (all, pass)) in rows {
        table +=
            &format!("| {folder} | {all} | {pass} | {:.1} |\n", pass as f64 * 100.0 / all as f64);
    }
    table
}

#[test]
fn the_score_on_gos_tests_is_as_documented() {
    let read = |name: &str| {
        fs::read_to_string(root().join("tests/data/go").join(name)).expect("the list is readable")
    };
    let (all, skipped) = (read("run.txt"), read("skip.txt"));
    let lists = all;
    let all = lists.lines().filter(|l| !l.trim().is_empty()).count();
    let reasons = skip_reasons(&skipped);
    let out: usize = reasons.iter().map(|(n, _)| n).sum();
    let mut page = format!(
        "Go's `test/` folder has {all} programs marked `// run` or `// rundir` that make sense on bare metal \
         (`tests/data/go/run.txt`). `cargo test --test go_run` builds each for `riscv-qemu`, runs \
         it in QEMU, and wants exit status 0 and the output that its `.out` file has, or none.\n\n\
         **{} pass**, {out} are not expected to yet (`tests/data/go/skip.txt` names them):\n\n\
         | programs | reason |\n|---|---|\n",
        all - out
    );
    for (n, reason) in reasons {
        page += &format!("| {n} | {reason} |\n");
    }
    page += &folders(&lists, &skipped);
    section::check(&root().join("docs/conformance.md"), "run", &page).expect("the page is current");
}
