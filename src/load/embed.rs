//! `//go:embed`: variables that begin as the content of files.
//!
//! Takes a parsed file and the folder of its package. Each such variable gets an initial value: a
//! conversion of a string literal, or for an `embed.FS` a call of `embed.EmbgoFS`, which is ours. So
//! what comes after loading knows nothing of it.

use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::fs::FileSystem;
use crate::base::intern::Symbol;
use crate::base::source::Span;
use crate::syntax::ast::{Call, Decl, Expr, ExprId, ExprKind, File, LitKind, Name, VarDecl};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

const DIRECTIVE: &str = "go:embed";

/// What is wrong with a directive, at its place.
struct Fault {
    span: Span,
    message: String,
    help: &'static str,
}

/// Gives the variables of `file` that have directives their values.
pub(super) fn expand(file: &mut File, fs: &dyn FileSystem, dir: &Path, diags: &mut Diagnostics) {
    if !file.directives.iter().any(|d| d.name.as_str() == DIRECTIVE) {
        return;
    }
    for i in 0..file.decls.len() {
        let Decl::Var(decl) = &file.decls[i] else { continue };
        match initial(file, decl, fs, dir) {
            Ok(None) => {}
            Ok(Some(content)) => {
                let value = value(file, i, content);
                if let Decl::Var(decl) = &mut file.decls[i] {
                    decl.values = vec![value];
                }
            }
            Err(fault) => {
                let d = Diagnostic::error("BadEmbed", fault.span, fault.message);
                diags.push(d.help(fault.help));
            }
        }
    }
}

/// What a variable begins as.
enum Initial {
    /// The content of a file.
    Content(Vec<u8>),
    /// Names and contents of files; folders end in a slash.
    Files(Vec<(String, Vec<u8>)>),
}

fn initial(
    file: &File,
    decl: &VarDecl,
    fs: &dyn FileSystem,
    dir: &Path,
) -> Result<Option<Initial>, Fault> {
    let range = decl.directives.start as usize..decl.directives.end as usize;
    let directives = &file.directives[range];
    let Some(first) = directives.iter().find(|d| d.name.as_str() == DIRECTIVE) else {
        return Ok(None);
    };
    let fault = |message: &str, help| Fault { span: first.span, message: message.to_owned(), help };
    if !file.decls.iter().any(|d| matches!(d, Decl::Import(i) if i.path == "embed")) {
        let message = "go:embed only allowed in Go files that import \"embed\"";
        return Err(fault(message, "add `import _ \"embed\"`"));
    }
    if decl.names.len() > 1 {
        let help = "give each variable a declaration of its own";
        return Err(fault("go:embed cannot apply to multiple vars", help));
    }
    if !decl.values.is_empty() {
        let help = "remove the value: the file is the value";
        return Err(fault("go:embed cannot apply to var with initializer", help));
    }
    let Some(ty) = decl.ty else {
        let help = "declare it as a string, []byte or embed.FS";
        return Err(fault("go:embed cannot apply to var without type", help));
    };
    let mut found = BTreeMap::new();
    for d in directives.iter().filter(|d| d.name.as_str() == DIRECTIVE) {
        let words = patterns(&d.args).filter(|w| !w.is_empty());
        let words = words.ok_or_else(|| fault("usage: //go:embed pattern...", "name files"))?;
        for pattern in words {
            find(fs, dir, &pattern, &mut found).map_err(|why| Fault {
                span: d.span,
                message: format!("pattern {pattern}: {why}"),
                help: "patterns name files and folders below the one of this file",
            })?;
        }
    }
    if is_fs(file, ty) {
        return Ok(Some(Initial::Files(listing(found))));
    }
    if found.len() > 1 {
        let message = "invalid go:embed: multiple files for type string or []byte";
        return Err(fault(message, "use an embed.FS for several files"));
    }
    Ok(found.into_values().next().map(Initial::Content))
}

/// Reports whether a type is `embed.FS`, under whatever name `embed` is imported.
fn is_fs(file: &File, ty: ExprId) -> bool {
    let (package, name) = match file.kind(ty) {
        ExprKind::Selector { x, sel } => (file.ident(*x), sel.name),
        ExprKind::Ident(name) => (None, *name),
        _ => return false,
    };
    let imported = file.decls.iter().any(|d| match d {
        Decl::Import(i) if i.path == "embed" => {
            let local = i.name.and_then(|n| file.ident(n));
            match package {
                Some(p) => local.map_or(p.as_str() == "embed", |l| l == p),
                None => local.is_some_and(|l| l.as_str() == "."),
            }
        }
        _ => false,
    });
    imported && name.as_str() == "FS"
}

/// The words of a directive, of which some may be Go strings. Nothing if a quote is not closed.
fn patterns(args: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = args.trim_start();
    while let Some(c) = rest.chars().next() {
        let (word, after) = match c {
            '"' | '`' => {
                let end = rest[1..].find(c)? + 1;
                (rest[1..end].to_owned(), &rest[end + 1..])
            }
            _ => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        words.push(word);
        rest = after.trim_start();
    }
    Some(words)
}

/// Adds the files that a pattern means.
fn find(
    fs: &dyn FileSystem,
    dir: &Path,
    pattern: &str,
    found: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), String> {
    let (glob, all) = match pattern.strip_prefix("all:") {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let parts: Vec<&str> = glob.split('/').collect();
    if glob != "." && parts.iter().any(|p| matches!(*p, "" | "." | "..")) {
        return Err("invalid pattern syntax".to_owned());
    }
    let mut names = vec![String::new()];
    for part in parts.iter().filter(|p| **p != ".") {
        let mut next = Vec::new();
        for name in names {
            let folder = dir.join(&name);
            let listed = fs.list(&folder).unwrap_or_default();
            let mut listed: Vec<String> =
                listed.into_iter().chain(fs.folders(&folder).unwrap_or_default()).collect();
            listed.sort();
            listed.retain(|n| matches(part.as_bytes(), n.as_bytes()));
            next.extend(listed.into_iter().map(|n| join(&name, &n)));
        }
        names = next;
    }
    if names.is_empty() {
        return Err("no matching files found".to_owned());
    }
    for name in names {
        let path = dir.join(&name);
        if !fs.is_dir(&path) {
            read(fs, dir, name, found)?;
            continue;
        }
        let before = found.len();
        below(fs, dir, &name, all, found)?;
        if found.len() == before {
            return Err(format!("cannot embed directory {name}: contains no embeddable files"));
        }
    }
    Ok(())
}

fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}

fn read(
    fs: &dyn FileSystem,
    dir: &Path,
    name: String,
    found: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), String> {
    let content = fs.read(&dir.join(&name)).map_err(|e| e.to_string())?;
    found.insert(name, content);
    Ok(())
}

/// Adds what is below a folder, without hidden files and other modules.
fn below(
    fs: &dyn FileSystem,
    dir: &Path,
    name: &str,
    all: bool,
    found: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), String> {
    let shown = |n: &String| all || !n.starts_with(['.', '_']);
    let folder = dir.join(name);
    for file in fs.list(&folder).map_err(|e| e.to_string())?.iter().filter(|n| shown(n)) {
        read(fs, dir, join(name, file), found)?;
    }
    for sub in fs.folders(&folder).map_err(|e| e.to_string())?.iter().filter(|n| shown(n)) {
        if !fs.is_file(&folder.join(sub).join("go.mod")) {
            below(fs, dir, &join(name, sub), all, found)?;
        }
    }
    Ok(())
}

/// Matches one element of a path as Go's `path.Match` does.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern, name) {
        ([], []) => true,
        ([b'*', rest @ ..], _) => (0..=name.len()).any(|i| matches(rest, &name[i..])),
        ([b'?', rest @ ..], [_, others @ ..]) => matches(rest, others),
        ([b'[', rest @ ..], [c, others @ ..]) => match class(rest, *c) {
            Some((yes, rest)) => yes && matches(rest, others),
            None => false,
        },
        ([b'\\', p, rest @ ..], [c, others @ ..]) => p == c && matches(rest, others),
        ([p, rest @ ..], [c, others @ ..]) => p == c && matches(rest, others),
        _ => false,
    }
}

/// Whether a class of characters, given from behind its bracket, has `c` in it, and what follows it.
fn class(pattern: &[u8], c: u8) -> Option<(bool, &[u8])> {
    let (negated, mut rest) = match pattern {
        [b'^', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let mut yes = false;
    loop {
        rest = match rest {
            [b']', rest @ ..] => return Some((yes != negated, rest)),
            [lo, b'-', hi, rest @ ..] if *hi != b']' => {
                yes |= (*lo..=*hi).contains(&c);
                rest
            }
            [p, rest @ ..] => {
                yes |= *p == c;
                rest
            }
            [] => return None,
        };
    }
}

/// The files and the folders that they are in, in the order of `embed.FS`: by folder, then by name.
fn listing(found: BTreeMap<String, Vec<u8>>) -> Vec<(String, Vec<u8>)> {
    let mut all = BTreeMap::new();
    for (name, content) in found {
        for (at, _) in name.match_indices('/') {
            all.insert(key(&name[..at]), (name[..=at].to_owned(), Vec::new()));
        }
        all.insert(key(&name), (name, content));
    }
    all.into_values().collect()
}

fn key(name: &str) -> (String, String) {
    match name.rsplit_once('/') {
        Some((dir, last)) => (dir.to_owned(), last.to_owned()),
        None => (".".to_owned(), name.to_owned()),
    }
}

/// The expression for the value of the variable that declaration `decl` declares.
fn value(file: &mut File, decl: usize, content: Initial) -> ExprId {
    let Decl::Var(VarDecl { ty: Some(ty), span, .. }) = &file.decls[decl] else {
        unreachable!("only variables with a type get here");
    };
    let (ty, span) = (*ty, *span);
    let mut add = |kind| file.exprs.push(Expr { kind, span });
    let literal = |bytes: &[u8]| ExprKind::Lit(LitKind::String, quoted(bytes).into());
    let (fun, args) = match content {
        Initial::Content(bytes) => (ty, vec![add(literal(&bytes))]),
        Initial::Files(files) => {
            let mut args = Vec::new();
            for (name, bytes) in files {
                args.push(add(literal(name.as_bytes())));
                args.push(add(literal(&bytes)));
            }
            let make = Name { name: Symbol::new("EmbgoFS"), span };
            let kind = match file.exprs[ty].kind {
                ExprKind::Selector { x, .. } => {
                    let package = file.exprs[x].kind.clone();
                    let x = file.exprs.push(Expr { kind: package, span });
                    ExprKind::Selector { x, sel: make }
                }
                _ => ExprKind::Ident(make.name),
            };
            (file.exprs.push(Expr { kind, span }), args)
        }
    };
    let call = Call { fun, args, spread: false, lparen: span.lo, rparen: span.lo };
    file.exprs.push(Expr { kind: ExprKind::Call(Box::new(call)), span })
}

/// A Go string literal.
fn quoted(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    for &b in bytes {
        match b {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(b));
            }
            b' '..=b'~' => out.push(char::from(b)),
            _ => {
                let _ = write!(out, "\\x{b:02x}");
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{matches, patterns, quoted};

    #[test]
    fn words_and_globs() {
        assert_eq!(patterns("a.txt \"b c\" `d`").unwrap(), ["a.txt", "b c", "d"]);
        assert!(patterns("\"a").is_none());
        for (pattern, name, yes) in [
            ("*.txt", "a.txt", true),
            ("*.txt", "a.text", false),
            ("?[a-c]d", "xbd", true),
            ("[^a]", "a", false),
            ("\\*", "*", true),
            ("a*b*c", "aXbYbZc", true),
        ] {
            assert_eq!(matches(pattern.as_bytes(), name.as_bytes()), yes, "{pattern} {name}");
        }
        assert_eq!(quoted(b"a\"\n\xff"), "\"a\\\"\\x0a\\xff\"");
    }
}
