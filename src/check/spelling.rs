//! How the program writes a type: types are the same whatever alias names them, and neither the
//! names of parameters nor `any` for `interface{}` are part of them, but messages show a type as
//! its declaration spells it.
//!
//! The spelling of an expression's type is found on demand, from the declarations it leads to. It
//! counts only if the type written there is the type that the message is about.

use super::Checker;
use super::operand::{Label, Operand};
use super::program::{Mode, SelectionKind};
use crate::base::intern::Symbol;
use crate::base::source::FileId;
use crate::syntax::ast::{self, BinOp, Call, Decl, ExprId, ExprKind, InterfaceElem, LitKind, UnOp};
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
    /// The type of the elements of this expression, or of what it points to.
    Elem(FileId, ExprId),
    /// The type of the keys of this expression, a map.
    Key(FileId, ExprId),
    /// A pointer to the type of this expression.
    Pointer(FileId, ExprId),
    /// A pointer to what this type expression denotes.
    PointerTo(FileId, ExprId),
    /// A slice of the elements of this expression, an array.
    Slice(FileId, ExprId),
    /// The type of this function literal.
    Func(FileId, ExprId),
    /// The type of the n-th result of this call, from 0.
    Result(FileId, ExprId, usize),
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

    /// As [`spell_new`](Self::spell_new) for the n-th result of a call.
    pub(super) fn spell_result(&mut self, obj: ObjId, call: ExprId, n: usize) {
        let s = Spelling::Result(self.env.file, call, n);
        self.decls.spelled.entry(obj).or_insert(s);
    }

    /// As [`spell_new`](Self::spell_new) for an iteration variable over the values of `x`.
    pub(super) fn spell_range(&mut self, obj: ObjId, x: ExprId, is_key: bool) {
        let file = self.env.file;
        let over = self.prog.type_of(file, x);
        let s = match self.prog.types[self.underlying(over)] {
            Type::Basic(b) if b.is_string() && !is_key => Spelling::Name("rune"),
            Type::Basic(_) => Spelling::Of(file, x),
            Type::Map(..) if is_key => Spelling::Key(file, x),
            Type::Map(..) => Spelling::Elem(file, x),
            Type::Chan(..) if is_key => Spelling::Elem(file, x),
            _ if is_key => return,
            _ => Spelling::Elem(file, x),
        };
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
            Spelling::Pointer(file, x) => {
                let Type::Pointer(base) = self.prog.types[t] else { return None };
                Some(format!("*{}", self.spelling_text(Spelling::Of(file, x), base)?))
            }
            Spelling::PointerTo(file, e) => {
                let Type::Pointer(base) = self.prog.types[t] else { return None };
                Some(format!("*{}", self.spelling_text(Spelling::Type(file, e), base)?))
            }
            Spelling::Slice(file, x) => {
                let Type::Slice(elem) = self.prog.types[t] else { return None };
                Some(format!("[]{}", self.spelling_text(Spelling::Elem(file, x), elem)?))
            }
            Spelling::Func(file, e) => {
                let ExprKind::FuncLit(lit) = self.prog.asts[file].kind(e) else { return None };
                if self.prog.type_of(file, e) != t {
                    return None;
                }
                let mut out = "func".to_owned();
                self.write_spelled_signature(file, &lit.sig, &mut out);
                Some(out)
            }
            Spelling::Of(..) | Spelling::Elem(..) | Spelling::Key(..) | Spelling::Result(..) => {
                None
            }
        }
    }

    /// What spells the type of an operand.
    pub(super) fn operand_spelling(&self, x: &Operand) -> Option<Spelling> {
        let (file, e) = (self.env.file, x.expr?);
        match x.label {
            Label::None => Some(Spelling::Of(file, e)),
            Label::Result(n) | Label::OfCall(n) => Some(Spelling::Result(file, e, n as usize - 1)),
            Label::CommaOk => None,
        }
    }

    /// The type of an operand, as it is spelled.
    pub(super) fn operand_type_string(&self, x: &Operand) -> String {
        let spelled = x.expr.and_then(|e| match x.mode {
            Mode::TypeExpr => self.spelling_text(Spelling::Type(self.env.file, e), x.ty),
            _ => self.declared_type(x).or_else(|| {
                let s = self.operand_spelling(x)?;
                self.spelling_text(s, x.ty)
            }),
        });
        spelled.unwrap_or_else(|| self.type_string(x.ty))
    }

    /// The type of the elements of an operand, as it is spelled.
    pub(super) fn element_type_string(&self, x: &Operand, elem: TypeId) -> String {
        let spelled = x.expr.and_then(|e| self.element_spelling(self.env.file, e, 0));
        let text = spelled.and_then(|s| self.spelling_text(s, elem));
        text.unwrap_or_else(|| self.type_string(elem))
    }

    /// What spells the type of the i-th result of the function whose body is being checked.
    pub(super) fn result_type_spelling(&self, i: usize) -> Option<Spelling> {
        self.frames.last()?.result_types.get(i).map(|&e| Spelling::Type(self.env.file, e))
    }

    /// The kind that messages name before a type that is spelled with an alias: `struct type A`.
    pub(super) fn alias_kind(&self, s: Spelling) -> &'static str {
        let Some(Spelling::Type(file, e)) = self.resolve(s, 0) else { return "" };
        let ast = &self.prog.asts[file];
        let name = match ast.kind(ast.unparen(e)) {
            ExprKind::Index { x, .. } => *x,
            _ => e,
        };
        let Some(obj) = self.prog.info[file].objects[ast.unparen(name)] else { return "" };
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
            Spelling::Elem(file, e) => self.element_spelling(file, e, depth + 1),
            Spelling::Key(file, e) => match self.structure(self.spelling(file, e, depth + 1)?)? {
                (file, ExprKind::MapType { key, .. }) => Some(Spelling::Type(file, *key)),
                _ => None,
            },
            Spelling::Result(file, e, n) => {
                match self.prog.asts[file].kind(self.prog.asts[file].unparen(e)) {
                    ExprKind::Call(call) => self.result_spelling(file, call, n, depth),
                    _ => None,
                }
            }
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
                match self.prog.expr(file, call.fun).mode {
                    Mode::Builtin(b) => self.builtin_spelling(file, call, b, depth),
                    _ => self.result_spelling(file, call, 0, depth),
                }
            }
            ExprKind::FuncLit(_) => Some(Spelling::Func(file, e)),
            ExprKind::CompositeLit(lit) => lit.ty.map(|t| Spelling::Type(file, t)),
            ExprKind::TypeAssert { ty: Some(ty), .. } => Some(Spelling::Type(file, *ty)),
            ExprKind::Star(x) => self.element_spelling(file, *x, depth),
            ExprKind::Index { x, .. } => {
                let ty = self.underlying(self.prog.type_of(file, *x));
                match self.prog.types[ty] {
                    Type::Basic(b) if b.is_string() => Some(Spelling::Name("byte")),
                    // A pointer to an array.
                    Type::Pointer(_) => self.element(self.element_spelling(file, *x, depth)?),
                    _ => self.element_spelling(file, *x, depth),
                }
            }
            ExprKind::Slice { x, .. } => {
                let ty = self.underlying(self.prog.type_of(file, *x));
                match self.prog.types[ty] {
                    Type::Array(..) => Some(Spelling::Slice(file, *x)),
                    _ => next(*x),
                }
            }
            ExprKind::Unary { op: UnOp::Addr, x, .. } => Some(Spelling::Pointer(file, *x)),
            ExprKind::Unary { op: UnOp::Recv, x, .. } => self.element_spelling(file, *x, depth),
            ExprKind::Unary { x, .. } => next(*x),
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
        self.element(self.spelling(file, x, depth + 1)?)
    }

    /// The type of the elements of what is spelled so, or of what it points to.
    fn element(&self, s: Spelling) -> Option<Spelling> {
        match s {
            Spelling::Pointer(file, x) => return Some(Spelling::Of(file, x)),
            Spelling::PointerTo(file, e) => return Some(Spelling::Type(file, e)),
            Spelling::Slice(file, x) => return Some(Spelling::Elem(file, x)),
            _ => {}
        }
        match self.structure(s)? {
            (
                file,
                ExprKind::Star(elem)
                | ExprKind::SliceType(elem)
                | ExprKind::ArrayType { elem, .. }
                | ExprKind::ChanType { elem, .. }
                | ExprKind::MapType { value: elem, .. }
                | ExprKind::Ellipsis(Some(elem)),
            ) => Some(Spelling::Type(file, *elem)),
            _ => None,
        }
    }

    /// The type literal that a spelling leads to, through the declarations of the package's types.
    fn structure(&self, s: Spelling) -> Option<(FileId, &ExprKind)> {
        let Spelling::Type(mut file, mut e) = self.resolve(s, 0)? else { return None };
        for _ in 0..MAX_DEPTH {
            let ast = &self.prog.asts[file];
            e = ast.unparen(e);
            let name = match ast.kind(e) {
                ExprKind::Ident(_) | ExprKind::Selector { .. } => e,
                ExprKind::Index { x, .. } => ast.unparen(*x),
                literal => return Some((file, literal)),
            };
            let obj = self.prog.object(file, name)?;
            if let Some(&Spelling::Type(f, rhs)) = self.decls.spelled.get(&obj) {
                (file, e) = (f, rhs);
                continue;
            }
            let info = self.decls.info(obj)?;
            let Decl::Type(d) = &self.prog.asts[info.file].decls[info.decl as usize] else {
                return None;
            };
            (file, e) = (info.file, d.ty);
        }
        None
    }

    /// The type of a field in the declaration of its struct type.
    fn field_spelling(&self, file: FileId, e: ExprId) -> Option<Spelling> {
        let selection = self.prog.info[file].selections.get(&e)?;
        let ([_], SelectionKind::Field) = (&*selection.path, &selection.kind) else { return None };
        let ExprKind::Selector { x, sel } = self.prog.asts[file].kind(e) else { return None };
        let base = match self.prog.types[self.underlying(selection.recv)] {
            Type::Pointer(base) => base,
            _ => selection.recv,
        };
        if let Some(s) = self.spelled_field(base, sel.name) {
            return Some(s);
        }
        let mut s = self.spelling(file, *x, 0)?;
        if base != selection.recv {
            s = self.element(s)?;
        }
        let (file, ExprKind::StructType(fields)) = self.structure(s)? else { return None };
        self.field_of(file, fields, sel.name)
    }

    /// How a field of a struct literal's type is spelled.
    pub(super) fn literal_field_spelling(
        &self,
        ty: TypeId,
        written: Option<ExprId>,
        name: Symbol,
    ) -> Option<Spelling> {
        self.spelled_field(ty, name).or_else(|| {
            let s = Spelling::Type(self.env.file, written?);
            let (file, ExprKind::StructType(fields)) = self.structure(s)? else { return None };
            self.field_of(file, fields, name)
        })
    }

    fn field_of(&self, file: FileId, fields: &[ast::Field], name: Symbol) -> Option<Spelling> {
        let ast = &self.prog.asts[file];
        let is = |f: &&ast::Field| match f.embedded {
            true => super::struct_::embedded_name(ast, f.ty).is_some_and(|(n, _)| n == name),
            false => f.names.iter().any(|&e| ast.ident(e) == Some(name)),
        };
        Some(Spelling::Type(file, fields.iter().find(is)?.ty))
    }

    /// How a field of a declared struct type is spelled.
    pub(super) fn spelled_field(&self, base: TypeId, name: Symbol) -> Option<Spelling> {
        let Type::Named(n) = self.prog.types[base] else { return None };
        let info = self.decls.info(self.prog.ents.named[n].obj)?;
        let ast = &self.prog.asts[info.file];
        let Decl::Type(d) = &ast.decls[info.decl as usize] else { return None };
        let ExprKind::StructType(fields) = ast.kind(ast.unparen(d.ty)) else { return None };
        self.field_of(info.file, fields, name)
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
        let fun = match ast.kind(ast.unparen(fun)) {
            ExprKind::Index { x, .. } if info.instances.contains_key(&ast.unparen(*x)) => {
                ast.unparen(*x)
            }
            _ => ast.unparen(fun),
        };
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
        if let (ExprKind::Selector { x, sel }, Some(SelectionKind::InterfaceMethod(_))) =
            (ast.kind(fun), info.selections.get(&fun).map(|s| &s.kind))
        {
            return self.interface_method(self.spelling(file, *x, depth + 1)?, sel.name, depth);
        }
        match self.spelling(file, fun, depth + 1)? {
            Spelling::Func(file, e) => match self.prog.asts[file].kind(e) {
                ExprKind::FuncLit(lit) => Some((file, &lit.sig)),
                _ => None,
            },
            s => match self.structure(s)? {
                (file, ExprKind::FuncType(sig)) => Some((file, sig)),
                _ => None,
            },
        }
    }

    /// How an interface spells the signature of a method, its own or one that it embeds.
    fn interface_method(
        &self,
        s: Spelling,
        name: Symbol,
        depth: u32,
    ) -> Option<(FileId, &ast::FuncSig)> {
        let (file, ExprKind::InterfaceType(elems)) = self.structure(s)? else { return None };
        let ast = &self.prog.asts[file];
        elems.iter().find_map(|elem| match elem {
            InterfaceElem::Method { name: n, sig, .. } => {
                (ast.ident(*n) == Some(name)).then_some((file, sig))
            }
            InterfaceElem::Embed(e) if depth < MAX_DEPTH => {
                self.interface_method(Spelling::Type(file, *e), name, depth + 1)
            }
            InterfaceElem::Embed(_) => None,
        })
    }

    /// The results of a call of a function value, with the names and types that its type spells.
    pub(super) fn called_results(&self, x: &Operand) -> Option<String> {
        let ExprKind::Call(call) = self.prog.asts[self.env.file].kind(x.expr?) else { return None };
        let Type::Tuple(list) = &self.prog.types[x.ty] else { return None };
        let (file, sig) = self.called_signature(self.env.file, call.fun, 0)?;
        let written = sig.results.iter().flat_map(|f| vec![f.ty; f.names.len().max(1)]);
        let same = written.map(|e| self.written_type(file, e)).eq(list.iter().copied().map(Some));
        let mut out = String::new();
        self.write_spelled_fields(file, &sig.results, &mut out);
        (same && !list.is_empty()).then_some(out)
    }

    /// What spells the type of the n-th result of a call.
    fn result_spelling(&self, at: FileId, call: &Call, n: usize, depth: u32) -> Option<Spelling> {
        let (file, sig) = self.called_signature(at, call.fun, depth)?;
        let mut types = sig.results.iter().flat_map(|f| vec![f.ty; f.names.len().max(1)]);
        let result = types.nth(n)?;
        // A type parameter of the function is what the argument for it is.
        let object = |e: ExprId| self.prog.object(file, self.prog.asts[file].unparen(e));
        match object(result) {
            Some(obj) if self.prog.types.is_type_param(self.prog.ents.objects[obj].ty) => {
                let mut params = sig.params.iter().flat_map(|f| vec![f.ty; f.names.len().max(1)]);
                let i = params.position(|p| object(p) == Some(obj))?;
                Some(Spelling::Of(at, *call.args.get(i)?))
            }
            _ => Some(Spelling::Type(file, result)),
        }
        .and_then(|s| self.resolve(s, depth + 1))
    }

    /// What spells the type of a call of a built-in function.
    fn builtin_spelling(
        &self,
        file: FileId,
        call: &Call,
        b: Builtin,
        depth: u32,
    ) -> Option<Spelling> {
        let first = *call.args.first()?;
        match b {
            Builtin::New => Some(Spelling::PointerTo(file, first)),
            Builtin::Make => Some(Spelling::Type(file, first)),
            Builtin::Append => self.spelling(file, first, depth + 1),
            Builtin::Min | Builtin::Max => {
                let typed = call.args.iter().find(|&&e| self.is_typed(file, e))?;
                self.spelling(file, *typed, depth + 1)
            }
            _ => None,
        }
    }

    /// What spells the type of each parameter of what is called in the current file, the elements
    /// of a variadic one last.
    pub(super) fn param_spelling(&self, call: &Call, i: usize) -> Option<Spelling> {
        if let Mode::Builtin(Builtin::Append) = self.prog.expr(self.env.file, call.fun).mode {
            return Some(Spelling::Elem(self.env.file, *call.args.first()?));
        }
        let (file, sig) = self.called_signature(self.env.file, call.fun, 0)?;
        let types = sig.params.iter().flat_map(|f| vec![f.ty; f.names.len().max(1)]);
        let list: Vec<ExprId> = types.collect();
        let e = *list.get(i).or(list.last())?;
        match self.prog.asts[file].kind(e) {
            ExprKind::Ellipsis(Some(elem)) => Some(Spelling::Type(file, *elem)),
            _ if i < list.len() => Some(Spelling::Type(file, e)),
            _ => None,
        }
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
