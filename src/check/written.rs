//! Type expressions written out as gc prints the types: with the names that the program gives them.

use super::Checker;
use crate::base::source::FileId;
use crate::syntax::ast::{self, BinOp, ChanDir, ExprId, ExprKind, InterfaceElem, UnOp};
use crate::types::repr::*;

impl Checker {
    /// Writes a type expression as gc prints the type.
    pub(super) fn write_spelled(&self, file: FileId, e: ExprId, out: &mut String) {
        let ast = &self.prog.asts[file];
        let e = ast.unparen(e);
        let ty = self.prog.type_of(file, e);
        match ast.kind(e) {
            ExprKind::Ident(_) | ExprKind::Selector { .. } => {
                let obj = self.prog.object(file, e).map(|o| &self.prog.ents.objects[o]);
                match obj {
                    Some(o) if matches!(o.kind, ObjectKind::TypeName { alias: true }) => {
                        self.write_spelled_name(file, e, out);
                    }
                    Some(o) if o.pkg.is_none() => out.push_str(o.name.as_str()),
                    _ => out.push_str(&self.type_string(ty)),
                }
            }
            ExprKind::Star(x) => {
                out.push('*');
                self.write_spelled(file, *x, out);
            }
            ExprKind::SliceType(elem) | ExprKind::Ellipsis(Some(elem)) => {
                out.push_str("[]");
                self.write_spelled(file, *elem, out);
            }
            ExprKind::ArrayType { elem, .. } => match self.prog.types[ty] {
                Type::Array(_, n) => {
                    out.push_str(&format!("[{n}]"));
                    self.write_spelled(file, *elem, out);
                }
                _ => out.push_str(&self.type_string(ty)),
            },
            ExprKind::MapType { key, value } => {
                out.push_str("map[");
                self.write_spelled(file, *key, out);
                out.push(']');
                self.write_spelled(file, *value, out);
            }
            ExprKind::ChanType { dir, elem } => {
                out.push_str(match dir {
                    ChanDir::Both => "chan ",
                    ChanDir::Send => "chan<- ",
                    ChanDir::Recv => "<-chan ",
                });
                let inner = ast.kind(ast.unparen(*elem));
                let nested = matches!(inner, ExprKind::ChanType { dir: ChanDir::Recv, .. });
                let parens = nested && *dir == ChanDir::Both;
                out.push_str(if parens { "(" } else { "" });
                self.write_spelled(file, *elem, out);
                out.push_str(if parens { ")" } else { "" });
            }
            ExprKind::FuncType(sig) => {
                out.push_str("func");
                self.write_spelled_signature(file, sig, out);
            }
            ExprKind::InterfaceType(elems) if elems.is_empty() => out.push_str("interface{}"),
            ExprKind::InterfaceType(elems) => self.write_spelled_interface(file, elems, out),
            ExprKind::StructType(fields) => self.write_spelled_struct(file, fields, out),
            ExprKind::Index { x, indices } => {
                self.write_spelled_name(file, ast.unparen(*x), out);
                out.push('[');
                for (i, &arg) in indices.iter().enumerate() {
                    out.push_str(if i > 0 { "," } else { "" });
                    self.write_spelled(file, arg, out);
                }
                out.push(']');
            }
            ExprKind::Unary { op: UnOp::Tilde, x, .. } => {
                out.push('~');
                self.write_spelled(file, *x, out);
            }
            ExprKind::Binary { op: BinOp::Or, x, y, .. } => {
                self.write_spelled(file, *x, out);
                out.push_str(" | ");
                self.write_spelled(file, *y, out);
            }
            _ => out.push_str(&self.type_string(ty)),
        }
    }

    /// The name of a type, with its package where that is another one.
    fn write_spelled_name(&self, file: FileId, e: ExprId, out: &mut String) {
        let Some(obj) = self.prog.object(file, e).map(|o| &self.prog.ents.objects[o]) else {
            return;
        };
        if let Some(pkg) = obj.pkg.filter(|&p| p != self.env.pkg) {
            out.push_str(self.prog.ents.packages[pkg].name.as_str());
            out.push('.');
        }
        out.push_str(obj.name.as_str());
    }

    fn write_spelled_struct(&self, file: FileId, fields: &[ast::Field], out: &mut String) {
        let ast = &self.prog.asts[file];
        out.push_str("struct{");
        let mut first = true;
        for f in fields {
            let names = f.names.iter().map(|&n| ast.ident(n).map(|n| n.as_str()));
            let names: Vec<Option<&str>> = if f.embedded { vec![None] } else { names.collect() };
            for name in names {
                out.push_str(if std::mem::take(&mut first) { "" } else { "; " });
                if let Some(name) = name {
                    out.push_str(name);
                    out.push(' ');
                }
                self.write_spelled(file, f.ty, out);
                if let Some((tag, _)) = &f.tag {
                    out.push_str(&format!(" {tag:?}"));
                }
            }
        }
        out.push('}');
    }

    /// The methods by name, then what is embedded as it stands.
    fn write_spelled_interface(&self, file: FileId, elems: &[InterfaceElem], out: &mut String) {
        let ast = &self.prog.asts[file];
        let methods = elems.iter().filter_map(|elem| match elem {
            InterfaceElem::Method { name, sig, .. } => Some((ast.ident(*name)?, sig)),
            InterfaceElem::Embed(_) => None,
        });
        let mut methods: Vec<_> = methods.collect();
        methods.sort_by_key(|(name, _)| name.as_str());
        out.push_str("interface{");
        let mut first = true;
        for (name, sig) in methods {
            out.push_str(if std::mem::take(&mut first) { "" } else { "; " });
            out.push_str(name.as_str());
            self.write_spelled_signature(file, sig, out);
        }
        for elem in elems {
            if let InterfaceElem::Embed(e) = elem {
                out.push_str(if std::mem::take(&mut first) { "" } else { "; " });
                self.write_spelled(file, *e, out);
            }
        }
        out.push('}');
    }

    pub(super) fn write_spelled_signature(
        &self,
        file: FileId,
        sig: &ast::FuncSig,
        out: &mut String,
    ) {
        self.write_spelled_fields(file, &sig.params, out);
        match &*sig.results {
            [] => {}
            [one] if one.names.is_empty() => {
                out.push(' ');
                self.write_spelled(file, one.ty, out);
            }
            many => {
                out.push(' ');
                self.write_spelled_fields(file, many, out);
            }
        }
    }

    pub(super) fn write_spelled_fields(
        &self,
        file: FileId,
        fields: &[ast::Field],
        out: &mut String,
    ) {
        let ast = &self.prog.asts[file];
        out.push('(');
        let mut first = true;
        for f in fields {
            let names = f.names.iter().map(|&n| ast.ident(n).map_or("_", |n| n.as_str()));
            let names: Vec<&str> = names.collect();
            for i in 0..names.len().max(1) {
                if !std::mem::take(&mut first) {
                    out.push_str(", ");
                }
                if let Some(name) = names.get(i) {
                    out.push_str(name);
                    out.push(' ');
                }
                match ast.kind(f.ty) {
                    ExprKind::Ellipsis(Some(elem)) => {
                        out.push_str("...");
                        self.write_spelled(file, *elem, out);
                    }
                    _ => self.write_spelled(file, f.ty, out),
                }
            }
        }
        out.push(')');
    }
}
