//! `-ldflags`: of the flags of Go's linker, `-X name=value`, the initial value of a string variable.

use crate::base::intern::Symbol;
use crate::check::Checker;
use crate::check::program::Mode;
use crate::types::lookup::underlying;
use crate::types::repr::{Basic, ObjectKind, Type, VarKind};
use anyhow::{Result, anyhow, bail};

/// Variables, with the import path of their package (or `main`), and their values.
pub type Strings = Vec<(String, String)>;

/// Reads the flags, which blanks separate; quotes keep blanks together.
///
/// # Errors
/// A flag that there is no such thing for, or a value without a name.
pub fn parse(text: &str) -> Result<Strings> {
    let mut words = words(text)?.into_iter();
    let mut set = Vec::new();
    while let Some(word) = words.next() {
        let assignment = match word.strip_prefix("--").or(word.strip_prefix('-')) {
            Some("X") => words.next().ok_or_else(|| anyhow!("-X is followed by name=value"))?,
            // Symbols and debug information are not in what is flashed.
            Some("s" | "w") => continue,
            Some(flag) if flag.starts_with("X=") => flag[2..].to_owned(),
            _ => bail!("of the linker's flags there is -X name=value only, not {word}"),
        };
        let (name, value) = assignment
            .split_once('=')
            .filter(|(name, _)| name.contains('.'))
            .ok_or_else(|| anyhow!("-X {assignment}: it takes the form -X main.name=value"))?;
        set.push((name.to_owned(), value.to_owned()));
    }
    Ok(set)
}

fn words(text: &str) -> Result<Vec<String>> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in text.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    if quote.is_some() {
        bail!("a quote is not closed");
    }
    words.extend(word);
    Ok(words)
}

/// Gives the variables of the program their values. A package that is not part of it has none.
///
/// # Errors
/// The package has no such variable, or its value is computed when the program starts.
pub fn apply(checker: &mut Checker, set: &[(String, String)]) -> Result<()> {
    for (name, value) in set {
        let (path, var) = name.rsplit_once('.').unwrap_or(("main", name));
        let pkg = match path {
            "main" => Some(checker.prog.main),
            path => checker.prog.package(Symbol::new(path)),
        };
        let Some(pkg) = pkg else { continue };
        let missing = || anyhow!("-ldflags: {path} has no package variable {var} of type string");
        let obj = checker.prog.lookup(pkg, Symbol::new(var)).ok_or_else(missing)?;
        checker.obj_decl(obj);
        let prog = &mut checker.prog;
        let object = &prog.ents.objects[obj];
        let ty = underlying(&prog.types, &prog.ents, object.ty);
        let string = matches!(prog.types[ty], Type::Basic(Basic::String));
        if !string || !matches!(object.kind, ObjectKind::Var(VarKind::Global)) {
            return Err(missing());
        }
        let own = prog.inits[pkg].vars.iter().position(|v| v.lhs.contains(&obj));
        if let Some(own) = own {
            let init = &prog.inits[pkg].vars[own];
            if !matches!(prog.expr(init.file, init.rhs).mode, Mode::Constant(_)) {
                bail!("-ldflags: {name} has a value that is computed when the program starts");
            }
            prog.inits[pkg].vars.remove(own);
        }
        prog.set.insert(obj, value.clone());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_of_the_linker() {
        let one = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let text =
            "-s -w -X main.ssid=home -X 'main.pass=two words' --X=a.b/c.V= \"-X=main.q=it's\"";
        let want = vec![
            one("main.ssid", "home"),
            one("main.pass", "two words"),
            one("a.b/c.V", ""),
            one("main.q", "it's"),
        ];
        assert_eq!(parse(text).expect("they are right"), want);
        for (text, error) in [
            ("-extldflags=-static", "there is -X name=value only, not -extldflags=-static"),
            ("-X", "-X is followed by name=value"),
            ("-X main.v", "-X main.v: it takes the form -X main.name=value"),
            ("-X 'main.v=1", "a quote is not closed"),
        ] {
            let said = parse(text).expect_err("it is wrong").to_string();
            assert!(said.contains(error), "{said}");
        }
    }
}
