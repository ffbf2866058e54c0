//! How the program writes a type: types are the same whatever alias names them, and neither the
//! names of parameters nor `any` for `interface{}` are part of them, but messages show a type as
//! its declaration spells it.
//!
//! The spelling of an expression's type is found on demand, from the declarations it leads to. It
//! counts only if the type written there is the type that the message is about.

use super::Checker;
use super::program::{Mode, SelectionKind};
use crate::base::source::FileId;
use crate::syntax::ast::{self, BinOp, ChanDir, Decl, ExprId, ExprKind, LitKind};
use crate::types::predicates::composite_kind;
use crate::types::print;
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// How deep a chain of declarations is followed.
const MAX_DEPTH: u32 = 20;

/// What decides the spelling of a type.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Spelling {
    /// This type expression.
    Type(FileId, ExprId),
    /// The type of this expression.
    Of(FileId, ExprId),
    /// The name of an element of a string, or of a predeclared type.
    Name(&'static str),
}

impl Checker {
    /// Remembers what decides the spelling of an object's type: its type expression, else the
    /// expression that gives it its value.
    pub(super) fn spell(&mut self, obj: ObjId, ty: Option<ExprId>, value: Option<ExprId>) {
        let file = self.env.file;
        let of = |e| Spelling::Of(file, e);
        if let Some(s) = ty.map(|e| Spelling::Type(file, e)).or(value.map(of)) {
            self.decls.spelled.insert(obj, s);
        }
    }

    /// As [`spell`](Self::spell) for a variable that takes its type from a value, unless it has
    /// one already.
    pub(super) fn spell_new(&mut self, obj: ObjId, value: ExprId) {
        let s = Spelling::Of(self.env.file, value);
        self.decls.spelled.entry(obj).or_insert(s);
    }

    /// The text of the type `t` of the expression `e`.
    pub(super) fn spelled_type(&self, e: ExprId, t: TypeId) -> Option<String> {
        self.spelling_text(self.spelling(self.env.file, e, 0)?, t)
    }

    /// The text of a type as it is spelled there; `None` if it is another type.
    pub(super) fn spelling_text(&self, s: Spelling, t: TypeId) -> Option<String> {
        match self.resolve(s, 0)? {
            Spelling::Name(name) => {
                let named = match name {
                    "byte" => TypeTable::UINT8,
                    _ => TypeTable::INT32,
                };
                (named == t).then(|| name.to_owned())
            }
            Spelling::Type(file, e) => {
                if self.written_type(file, e) != Some(t) {
                    return None;
                }
                let mut out = String::new();
                self.write_spelled(file, e, &mut out);
                Some(out)
            }
            Spelling::Of(..) => None,
        }
    }

    /// The type of an operand, as it is spelled.
    pub(super) fn operand_type_string(&self, x: &super::operand::Operand) -> String {
        let spelled = x.expr.and_then(|e| self.spelled_type(e, x.ty));
        spelled.unwrap_or_else(|| self.type_string(x.ty))
    }

    /// The type of the elements of an operand, as it is spelled.
    pub(super) fn element_type_string(&self, x: &super::operand::Operand, elem: TypeId) -> String {
        let spelled = x.expr.and_then(|e| self.element_spelling(self.env.file, e, 0));
        let text = spelled.and_then(|s| self.spelling_text(s, elem));
        text.unwrap_or_else(|| self.type_string(elem))
    }

    /// What spells the type of the i-th result of the function whose body is being checked.
    pub(super) fn result_type_spelling(&self, i: usize) -> Option<Spelling> {
        self.frames.last()?.result_types.get(i).map(|&e| Spelling::Type(self.env.file, e))
    }

    /// The kind that messages name before a type that is spelled with an alias: `struct type A`.
    pub(super) fn alias_kind(&self, e: ExprId) -> &'static str {
        let Some(Spelling::Type(file, e)) = self.spelling(self.env.file, e, 0) else { return "" };
        let ast = &self.prog.asts[file];
        let Some(obj) = self.prog.info[file].objects[ast.unparen(e)] else { return "" };
        let o = &self.prog.ents.objects[obj];
        match &self.prog.types[self.underlying(o.ty)] {
            _ if !matches!(o.kind, ObjectKind::TypeName { alias: true }) => "",
            Type::Basic(b) => b.name().trim_start_matches("unsafe."),
            other => composite_kind(other),
        }
    }

    /// The type that a type expression denotes.
    fn written_type(&self, file: FileId, e: ExprId) -> Option<TypeId> {
        if let ExprKind::Ellipsis(Some(elem)) = self.prog.asts[file].kind(e) {
            let elem = self.written_type(file, *elem)?;
            return self.prog.types.find(&Type::Slice(elem));
        }
        let info = self.prog.expr(file, e);
        (info.mode == Mode::TypeExpr).then_some(info.ty)
    }

    fn resolve(&self, s: Spelling, depth: u32) -> Option<Spelling> {
        match s {
            Spelling::Of(file, e) => self.spelling(file, e, depth + 1),
            other => Some(other),
        }
    }

    /// What spells the type of an expression.
    pub(super) fn spelling(&self, file: FileId, e: ExprId, depth: u32) -> Option<Spelling> {
        if depth > MAX_DEPTH {
            return None;
        }
        let ast = &self.prog.asts[file];
        let next = |e| self.spelling(file, e, depth + 1);
        match ast.kind(e) {
            ExprKind::Paren(x) => next(*x),
            ExprKind::Ident(_) => self.object_spelling(self.prog.object(file, e)?, depth),
            ExprKind::Lit(LitKind::Char, _) => Some(Spelling::Name("rune")),
            ExprKind::Selector { .. } => match self.prog.object(file, e) {
                Some(obj) => self.object_spelling(obj, depth),
                None => self.field_spelling(file, e),
            },
            ExprKind::Call(call) => {
                if self.prog.expr(file, call.fun).mode == Mode::TypeExpr {
                    return Some(Spelling::Type(file, call.fun));
                }
                self.result_spelling(file, call.fun, depth)
            }
            ExprKind::CompositeLit(lit) => lit.ty.map(|t| Spelling::Type(file, t)),
            ExprKind::TypeAssert { ty: Some(ty), .. } => Some(Spelling::Type(file, *ty)),
            ExprKind::Star(x) => self.element_spelling(file, *x, depth),
            ExprKind::Index { x, .. } => {
                let ty = self.prog.type_of(file, *x);
                match self.prog.types[self.underlying(ty)] {
                    Type::Basic(b) if b.is_string() => Some(Spelling::Name("byte")),
                    _ => self.element_spelling(file, *x, depth),
                }
            }
            ExprKind::Slice { x, .. } => next(*x),
            ExprKind::Unary { op, x, .. } if *op != ast::UnOp::Addr => next(*x),
            ExprKind::Binary { op, x, y, .. } => match op {
                BinOp::Shl | BinOp::Shr => next(*x),
                _ => next(*x).filter(|_| self.is_typed(file, *x)).or_else(|| next(*y)),
            },
            _ => None,
        }
    }

    /// Whether an expression is something else than a literal without a type.
    fn is_typed(&self, file: FileId, e: ExprId) -> bool {
        !matches!(self.prog.asts[file].kind(self.prog.asts[file].unparen(e)), ExprKind::Lit(..))
    }

    fn object_spelling(&self, obj: ObjId, depth: u32) -> Option<Spelling> {
        self.resolve(*self.decls.spelled.get(&obj)?, depth)
    }

    /// The type of the elements of `x`, or of what it points to, where its type is spelled out.
    fn element_spelling(&self, file: FileId, x: ExprId, depth: u32) -> Option<Spelling> {
        let Spelling::Type(file, e) = self.spelling(file, x, depth + 1)? else { return None };
        let ast = &self.prog.asts[file];
        match ast.kind(ast.unparen(e)) {
            ExprKind::Star(elem)
            | ExprKind::SliceType(elem)
            | ExprKind::ArrayType { elem, .. }
            | ExprKind::MapType { value: elem, .. }
            | ExprKind::Ellipsis(Some(elem)) => Some(Spelling::Type(file, *elem)),
            _ => None,
        }
    }

    /// The type of a field in the declaration of its struct type.
    fn field_spelling(&self, file: FileId, e: ExprId) -> Option<Spelling> {
        let selection = self.prog.info[file].selections.get(&e)?;
        let ([_], SelectionKind::Field) = (&*selection.path, &selection.kind) else { return None };
        let ExprKind::Selector { sel, .. } = self.prog.asts[file].kind(e) else { return None };
        let base = match self.prog.types[self.underlying(selection.recv)] {
            Type::Pointer(base) => base,
            _ => selection.recv,
        };
        self.spelled_field(base, sel.name)
    }

    /// How a field of a declared struct type is spelled.
    pub(super) fn spelled_field(
        &self,
        base: TypeId,
        name: crate::base::intern::Symbol,
    ) -> Option<Spelling> {
        let Type::Named(n) = self.prog.types[base] else { return None };
        let info = self.decls.info(self.prog.ents.named[n].obj)?;
        let ast = &self.prog.asts[info.file];
        let Decl::Type(d) = &ast.decls[info.decl as usize] else { return None };
        let ExprKind::StructType(fields) = ast.kind(ast.unparen(d.ty)) else { return None };
        let named = |f: &&ast::Field| f.names.iter().any(|&e| ast.ident(e) == Some(name));
        Some(Spelling::Type(info.file, fields.iter().find(named)?.ty))
    }

    /// The signature that spells the parameters and results of what is called.
    fn called_signature(
        &self,
        file: FileId,
        fun: ExprId,
        depth: u32,
    ) -> Option<(FileId, &ast::FuncSig)> {
        let ast = &self.prog.asts[file];
        let info = &self.prog.info[file];
        let fun = ast.unparen(fun);
        let declared = match (info.objects[fun], info.selections.get(&fun).map(|s| &s.kind)) {
            (_, Some(SelectionKind::Method(f))) => Some(*f),
            (Some(obj), None) => match self.prog.ents.objects[obj].kind {
                ObjectKind::Func(f) => Some(f),
                _ => None,
            },
            _ => None,
        };
        if let Some(f) = declared {
            let (file, decl) = self.prog.func_decl(f);
            return Some((file, &decl.sig));
        }
        let Spelling::Type(file, e) = self.spelling(file, fun, depth + 1)? else { return None };
        match self.prog.asts[file].kind(self.prog.asts[file].unparen(e)) {
            ExprKind::FuncType(sig) => Some((file, sig)),
            _ => None,
        }
    }

    fn result_spelling(&self, file: FileId, fun: ExprId, depth: u32) -> Option<Spelling> {
        let (file, sig) = self.called_signature(file, fun, depth)?;
        match &*sig.results {
            [one] => Some(Spelling::Type(file, one.ty)),
            _ => None,
        }
    }

    /// What spells the type of each parameter of what is called in the current file, the elements
    /// of a variadic one last.
    pub(super) fn param_spelling(&self, fun: ExprId, i: usize) -> Option<Spelling> {
        let (file, sig) = self.called_signature(self.env.file, fun, 0)?;
        let types = sig.params.iter().flat_map(|f| vec![f.ty; f.names.len().max(1)]);
        let list: Vec<ExprId> = types.collect();
        let e = *list.get(i).or(list.last())?;
        match self.prog.asts[file].kind(e) {
            ExprKind::Ellipsis(Some(elem)) => Some(Spelling::Type(file, *elem)),
            _ if i < list.len() => Some(Spelling::Type(file, e)),
            _ => None,
        }
    }

    /// Writes a type expression as gc prints the type.
    fn write_spelled(&self, file: FileId, e: ExprId, out: &mut String) {
        let ast = &self.prog.asts[file];
        let e = ast.unparen(e);
        let ty = self.prog.type_of(file, e);
        match ast.kind(e) {
            ExprKind::Ident(_) | ExprKind::Selector { .. } => {
                let obj = self.prog.object(file, e).map(|o| &self.prog.ents.objects[o]);
                match obj {
                    Some(o) if matches!(o.kind, ObjectKind::TypeName { alias: true }) => {
                        if let Some(pkg) = o.pkg.filter(|&p| p != self.env.pkg) {
                            out.push_str(self.prog.ents.packages[pkg].name.as_str());
                            out.push('.');
                        }
                        out.push_str(o.name.as_str());
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
            _ => out.push_str(&self.type_string(ty)),
        }
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

    fn write_spelled_fields(&self, file: FileId, fields: &[ast::Field], out: &mut String) {
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

    /// The type of a value that is wanted, as it is spelled where that is known.
    pub(super) fn target_string(&self, t: TypeId) -> String {
        let spelled = self.env.target.and_then(|s| self.spelling_text(s, t));
        spelled.unwrap_or_else(|| self.type_string(t))
    }

    /// The type that a type expression denotes, as it is spelled there.
    pub(super) fn type_expr_string(&self, e: ExprId, t: TypeId) -> String {
        let spelled = self.spelling_text(Spelling::Type(self.env.file, e), t);
        spelled.unwrap_or_else(|| {
            print::type_string(&self.prog.types, &self.prog.ents, Some(self.env.pkg), t)
        })
    }
}
