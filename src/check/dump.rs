//! What the checker found out, as text (`--emit=types`).

use super::Checker;
use crate::base::source::{FileId, Pos};
use crate::syntax::ast;
use crate::types::print::type_string;
use crate::types::repr::*;
use std::fmt::Write as _;

/// Each package-level object of the user's packages with its type, and under each function its
/// parameters and local variables.
pub fn dump_types(c: &Checker) -> String {
    let mut out = String::new();
    for &pkg in &c.prog.order {
        let p = &c.prog.ents.packages[pkg];
        if !p.user {
            continue;
        }
        let _ = writeln!(out, "package {} // {}", p.name, p.path);
        for &file in &p.files {
            let variables = variables(c, file);
            for decl in &c.prog.asts[file].decls {
                match decl {
                    ast::Decl::Const(d) => {
                        d.names.iter().for_each(|&e| object(c, file, e, &mut out))
                    }
                    ast::Decl::Var(d) => d.names.iter().for_each(|&e| object(c, file, e, &mut out)),
                    ast::Decl::Type(d) => object(c, file, d.name, &mut out),
                    ast::Decl::Func(d) => {
                        object(c, file, d.name, &mut out);
                        locals(c, file, d, &variables, &mut out);
                    }
                    ast::Decl::Import(_) => {}
                }
            }
        }
    }
    out
}

/// One line for the object that `e` declares.
fn object(c: &Checker, file: FileId, e: ast::ExprId, out: &mut String) {
    if let Some(obj) = c.prog.object(file, e) {
        let _ = writeln!(out, "{}", describe(c, file, obj));
    }
}

fn describe(c: &Checker, file: FileId, obj: ObjId) -> String {
    let o = &c.prog.ents.objects[obj];
    let pkg = c.prog.file_pkg[file];
    let text = |t| type_string(&c.prog.types, &c.prog.ents, Some(pkg), t);
    match &o.kind {
        ObjectKind::Const { value } => {
            let value = value.map_or("?".to_owned(), |k| c.prog.consts[k].to_string());
            format!("const {} {} = {value}", o.name, text(o.ty))
        }
        ObjectKind::TypeName { alias: true } => format!("type {} = {}", o.name, text(o.ty)),
        ObjectKind::TypeName { alias: false } => {
            let underlying = crate::types::lookup::underlying(&c.prog.types, &c.prog.ents, o.ty);
            format!("type {} {}", o.name, text(underlying))
        }
        ObjectKind::Func(f) => {
            let sig = text(o.ty);
            let sig = sig.strip_prefix("func").unwrap_or(&sig);
            match c.prog.ents.funcs[*f].recv {
                Some((named, ptr)) => {
                    let base = c.prog.ents.objects[c.prog.ents.named[named].obj].name;
                    let star = if ptr { "*" } else { "" };
                    format!("func ({star}{base}) {}{sig}", o.name)
                }
                None => format!("func {}{sig}", o.name),
            }
        }
        ObjectKind::Var(_) => format!("var {} {}", o.name, text(o.ty)),
        _ => o.name.to_string(),
    }
}

/// The variables that the functions of a file declare, in source order.
fn variables(c: &Checker, file: FileId) -> Vec<(Pos, ObjId)> {
    let declared = c.prog.asts[file].exprs.iter_enumerated().filter_map(|(e, expr)| {
        let obj = c.prog.object(file, e)?;
        (c.prog.ents.objects[obj].pos == expr.span.lo).then_some((expr.span.lo, obj))
    });
    let mut variables: Vec<(Pos, ObjId)> = declared.collect();
    // The variables of type switches stand at their clauses.
    variables.extend(c.prog.info[file].implicits.iter().map(|(pos, obj)| (*pos, *obj)));
    variables.sort();
    variables
}

/// The variables that one function declares.
fn locals(
    c: &Checker,
    file: FileId,
    d: &ast::FuncDecl,
    variables: &[(Pos, ObjId)],
    out: &mut String,
) {
    let start = variables.partition_point(|(pos, _)| *pos < d.span.lo);
    let inside = variables[start..].iter().take_while(|(pos, _)| *pos < d.span.hi);
    for &(_, obj) in inside {
        if let ObjectKind::Var(_) = c.prog.ents.objects[obj].kind {
            let _ = writeln!(out, "\t{}", describe(c, file, obj));
        }
    }
}
