//! Basic and composite literals (spec: Composite literals).

use super::Checker;
use super::constant::{MapKey, literal};
use super::operand::Operand;
use super::program::{ExprInfo, Mode, Selection, SelectionKind};
use super::spelling::Spelling;
use crate::base::intern::Symbol;
use crate::base::source::Span;
use crate::syntax::ast::{CompositeLit, ExprId, ExprKind, LitKind};
use crate::types::lookup::{FoundKind, Lookup};
use crate::types::repr::*;
use crate::types::table::TypeTable;
use rustc_hash::FxHashSet;

/// Longer literals of numbers have no meaning that fits a constant, but take long to compute.
const MAX_DIGITS: usize = 10_000;

impl Checker {
    pub(crate) fn basic_lit(&mut self, e: ExprId, kind: LitKind, text: &str) -> Operand {
        let span = self.span(e);
        let numeric = !matches!(kind, LitKind::Char | LitKind::String);
        if numeric && text.len() > MAX_DIGITS {
            let message =
                format!("excessively long constant: {}... ({} chars)", &text[..10], text.len());
            self.error(span, "InvalidConstVal", message);
            return self.invalid(e);
        }
        self.literal_version(span, kind, text);
        let value = literal::read(kind, text);
        if value.is_unknown() {
            // What is malformed was reported by the lexer; a number may be too large besides.
            if numeric {
                let message = format!("malformed constant: {text}");
                self.error(span, "InvalidConstVal", message);
            }
            return self.invalid(e);
        }
        let ty = TypeTable::basic(match kind {
            LitKind::Int => Basic::UntypedInt,
            LitKind::Float => Basic::UntypedFloat,
            LitKind::Imag => Basic::UntypedComplex,
            LitKind::Char => Basic::UntypedRune,
            LitKind::String => Basic::UntypedString,
        });
        let mode = Mode::Constant(self.prog.consts.push(value));
        let mut x = Operand::new(mode, ty, Some(e), span);
        self.check_overflow(&mut x, span.lo);
        x
    }

    /// `T{...}`, or `{...}` for an element whose type `hint` is known.
    pub(crate) fn composite_lit(
        &mut self,
        e: ExprId,
        lit: &CompositeLit,
        hint: Option<TypeId>,
    ) -> Operand {
        let ast = self.ast();
        let mut open_array = None;
        let mut ty = match (lit.ty, hint) {
            (Some(t), _) => match *ast.kind(t) {
                ExprKind::ArrayType { len: None, elem } => {
                    open_array = Some(t);
                    let elem = self.var_type(elem);
                    self.prog.types.intern(Type::Array(elem, -1))
                }
                _ => self.typ(t),
            },
            (None, Some(hint)) => hint,
            (None, None) => {
                let message = "missing type in composite literal";
                self.error(self.span(e), "UntypedLit", message);
                TypeTable::INVALID
            }
        };
        // An element {...} of pointer type *T is &T{...}.
        let base = match self.prog.types[self.q().core(ty)] {
            Type::Pointer(base) if lit.ty.is_none() => base,
            _ => ty,
        };
        match self.prog.types[self.q().core(base)] {
            Type::Struct(_) => self.struct_lit(base, lit),
            Type::Array(elem, n) => {
                let count = self.indexed_elems(lit, elem, Some(n).filter(|&n| n >= 0));
                if let Some(t) = open_array {
                    ty = self.prog.types.intern(Type::Array(elem, count));
                    self.set_info((self.env.file, t), ExprInfo { mode: Mode::TypeExpr, ty });
                }
            }
            Type::Slice(elem) => {
                self.indexed_elems(lit, elem, None);
            }
            Type::Map(key, elem) => self.map_lit(lit, key, elem),
            Type::Basic(Basic::Invalid) if self.miscounted(base) => self.use_exprs(&lit.elems),
            Type::Basic(Basic::Invalid) if !self.prog.types.is_type_param(base) => {
                self.use_exprs(&lit.elems);
                return self.invalid(e);
            }
            _ => {
                self.use_exprs(&lit.elems);
                let element = if lit.ty.is_none() { " element" } else { "" };
                let name = self.type_string(ty);
                let cause = match self.q().common_under(base) {
                    Ok(_) => "",
                    Err(_) => " (no common underlying type)",
                };
                let message = format!("invalid composite literal{element} type {name}{cause}");
                self.error(self.span(e), "InvalidLit", message);
                return self.invalid(e);
            }
        }
        Operand::new(Mode::Value, ty, Some(e), self.span(e))
    }

    fn struct_lit(&mut self, ty: TypeId, lit: &CompositeLit) {
        let Some(&first) = lit.elems.first() else { return };
        let ast = self.ast();
        match ast.kind(first) {
            ExprKind::KeyValue { .. } => self.keyed_fields(ty, lit),
            _ => self.fields_in_order(ty, lit),
        }
    }

    fn keyed_fields(&mut self, ty: TypeId, lit: &CompositeLit) {
        let ast = self.ast();
        let mut seen: Vec<(Vec<u32>, &'static str)> = Vec::with_capacity(lit.elems.len());
        for &elem in &lit.elems {
            let ExprKind::KeyValue { key, value } = *ast.kind(elem) else {
                self.mixture(elem);
                continue;
            };
            let Some((field, path, field_ty)) = self.literal_field(ty, key) else {
                self.use_exprs(&[value]);
                continue;
            };
            let mut x = self.expr_to(value, field_ty);
            let spelling = |c: &Checker| c.literal_field_spelling(ty, lit.ty, Symbol::new(field));
            self.assignment_to(&mut x, Some(field_ty), "struct literal", spelling);
            self.repeated_field(elem, field, path, &mut seen);
        }
    }

    fn mixture(&mut self, elem: ExprId) {
        let message = "mixture of field:value and value elements in struct literal";
        self.error(self.span(elem), "MixedStructLit", message);
        self.use_exprs(&[elem]);
    }

    /// Looks up the key of a struct literal's element; it may name a promoted field.
    fn literal_field(
        &mut self,
        ty: TypeId,
        key: ExprId,
    ) -> Option<(&'static str, Vec<u32>, TypeId)> {
        let span = self.span(key);
        let Some(name) = self.ast().ident(key) else {
            let text = self.expr_string(key);
            let message = format!("invalid field name {text} in struct literal");
            self.error(span, "InvalidLitField", message);
            return None;
        };
        let of = self.q().core(ty);
        match self.lookup(of, false, self.env.pkg, name) {
            Lookup::Found(f) if f.kind == FoundKind::Field => {
                if f.path.len() > 1 && !self.promoted_allowed(span, ty, &f.path) {
                    return None;
                }
                if f.indirect {
                    let message = format!("invalid implicit pointer indirection to reach {name}");
                    self.error(span, "InvalidLitField", message);
                    return None;
                }
                let kind = SelectionKind::Field;
                let (recv, path) = (ty, f.path.clone());
                let selection = Selection { kind, recv, path, indirect: false };
                self.prog.info[self.env.file].selections.insert(key, selection);
                Some((name.as_str(), f.path, f.ty))
            }
            Lookup::Found(_) | Lookup::MissingPointer => {
                self.error(span, "MissingLitField", format!("{name} is not a field"));
                None
            }
            _ => {
                let message = self.missing_field(ty, name);
                self.error(span, "MissingLitField", message);
                None
            }
        }
    }

    /// Whether a promoted field may be a key here; reports it if not.
    fn promoted_allowed(&mut self, span: Span, ty: TypeId, path: &[u32]) -> bool {
        let mut names: Vec<&str> = Vec::new();
        let mut at = ty;
        for &i in path {
            let base = match self.prog.types[self.underlying(at)] {
                Type::Pointer(base) => base,
                _ => at,
            };
            let Type::Struct(fields) = &self.prog.types[self.underlying(base)] else { break };
            let field = &fields[i as usize];
            names.push(field.name.as_str());
            at = field.ty;
        }
        let (field, of) = (names.join("."), self.type_string(ty));
        let what = format!("use of promoted field {field} in struct literal of type {of}");
        self.require(span, 27, &what)
    }

    /// Reports a field that is given twice, also as a part of an embedded struct that is given.
    fn repeated_field(
        &mut self,
        elem: ExprId,
        name: &'static str,
        path: Vec<u32>,
        seen: &mut Vec<(Vec<u32>, &'static str)>,
    ) {
        let clash = seen.iter().find(|(p, _)| p.starts_with(&path) || path.starts_with(p));
        if let Some((other, alt)) = clash {
            let message = match other.len().cmp(&path.len()) {
                std::cmp::Ordering::Equal => {
                    format!("duplicate field name {name} in struct literal")
                }
                std::cmp::Ordering::Less => format!(
                    "cannot specify promoted field {name} and enclosing embedded field {alt}"
                ),
                std::cmp::Ordering::Greater => format!(
                    "cannot specify embedded field {name} and enclosed promoted field {alt}"
                ),
            };
            self.error(self.span(elem), "DuplicateLitField", message);
        }
        seen.push((path, name));
    }

    fn fields_in_order(&mut self, ty: TypeId, lit: &CompositeLit) {
        let ast = self.ast();
        let Type::Struct(fields) = self.prog.types[self.q().core(ty)].clone() else { return };
        let hidden = |f: &Field| f.pkg.is_some_and(|p| p != self.env.pkg);
        let any_hidden = fields.iter().any(hidden);
        for (i, &elem) in lit.elems.iter().enumerate() {
            if matches!(ast.kind(elem), ExprKind::KeyValue { .. }) {
                self.mixture(elem);
                continue;
            }
            let Some(field) = fields.get(i) else {
                self.use_exprs(&lit.elems[i..]);
                let name = self.type_string(ty);
                let message = format!("too many values in struct literal of type {name}");
                self.error(self.span(elem), "InvalidStructLit", message);
                break;
            };
            let mut x = self.expr_to(elem, field.ty);
            if field.pkg.is_some_and(|p| p != self.env.pkg) {
                let message = format!(
                    "implicit assignment to unexported field {} in struct literal of type {}",
                    field.name,
                    self.type_string(ty)
                );
                self.error(x.span, "UnexportedLitField", message);
                continue;
            }
            let spelling = |c: &Checker| c.literal_field_spelling(ty, lit.ty, field.name);
            self.assignment_to(&mut x, Some(field.ty), "struct literal", spelling);
        }
        if lit.elems.len() < fields.len() {
            let hint = match any_hidden {
                true => " (type has unexported fields - use key:value pairs)",
                false => "",
            };
            let name = self.type_string(ty);
            let message = format!("too few values in struct literal of type {name}{hint}");
            self.error(crate::base::source::Span::at(lit.rbrace), "InvalidStructLit", message);
        }
    }

    /// Checks the elements of an array or slice literal; answers the literal's length.
    fn indexed_elems(&mut self, lit: &CompositeLit, elem_ty: TypeId, length: Option<i64>) -> i64 {
        let ast = self.ast();
        let elems = &lit.elems;
        let written = lit.ty.and_then(|t| match *ast.kind(ast.unparen(t)) {
            ExprKind::SliceType(e) | ExprKind::ArrayType { elem: e, .. } => Some(e),
            _ => None,
        });
        let written = written.map(|e| Spelling::Type(self.env.file, e));
        let keyed = |e: ExprId| matches!(ast.kind(e), ExprKind::KeyValue { .. });
        // Without keys there are no duplicates to look for.
        let any_keys = elems.iter().any(|&e| keyed(e));
        let mut seen: FxHashSet<i64> = FxHashSet::default();
        let (mut index, mut max) = (0, 0);
        for &elem in elems {
            let (value, place) = match *ast.kind(elem) {
                ExprKind::KeyValue { key, value } => (value, self.literal_index(elem, key, length)),
                _ if length.is_some_and(|n| index >= n) => {
                    let n = length.unwrap_or_default();
                    let message = format!("index {index} is out of bounds (>= {n})");
                    self.error(self.span(elem), "OversizeArrayLit", message);
                    (elem, None)
                }
                _ => (elem, Some(index)),
            };
            if let Some(place) = place {
                index = place;
                if any_keys && !seen.insert(place) {
                    let message = format!("duplicate index {place} in array or slice literal");
                    self.error(self.span(elem), "DuplicateLitKey", message);
                }
            }
            index += 1;
            max = max.max(index);
            let mut x = self.expr_hint(value, Some(elem_ty));
            self.assignment_to(&mut x, Some(elem_ty), "array or slice literal", |_| written);
        }
        max
    }

    fn literal_index(&mut self, elem: ExprId, key: ExprId, length: Option<i64>) -> Option<i64> {
        let index = self.index(key, length)?;
        if index.value.is_none() && index.ty != TypeTable::INVALID {
            let text = self.expr_string(key);
            let message = format!("index {text} must be integer constant");
            self.error(self.span(elem), "InvalidLitIndex", message);
        }
        index.value
    }

    fn map_lit(&mut self, lit: &CompositeLit, key_ty: TypeId, elem_ty: TypeId) {
        let ast = self.ast();
        let written = lit.ty.and_then(|t| match *ast.kind(ast.unparen(t)) {
            ExprKind::MapType { key, value } => Some((key, value)),
            _ => None,
        });
        let file = self.env.file;
        let key_spelling = written.map(|(key, _)| Spelling::Type(file, key));
        let elem_spelling = written.map(|(_, value)| Spelling::Type(file, value));
        let by_type = self.q().is_interface(key_ty);
        let mut seen: FxHashSet<(MapKey, Option<TypeId>)> = FxHashSet::default();
        for &elem in &lit.elems {
            let ExprKind::KeyValue { key, value } = *ast.kind(elem) else {
                self.error(self.span(elem), "MissingLitKey", "missing key in map literal");
                self.use_exprs(&[elem]);
                continue;
            };
            let mut k = self.expr_hint(key, Some(key_ty));
            let written_ty = k.ty;
            self.assignment_to(&mut k, Some(key_ty), "map literal", |_| key_spelling);
            if let Some(v) = self.const_of(&k)
                && !seen.insert((v.map_key(), by_type.then_some(k.ty)))
            {
                // A type parameter leaves a constant the form that it has without a type.
                let param = self.prog.types.is_type_param(k.ty);
                let text = self.const_string(v, if param { written_ty } else { k.ty });
                let message = format!("duplicate key {text} in map literal");
                self.error(k.span, "DuplicateLitKey", message);
            }
            let mut x = self.expr_hint(value, Some(elem_ty));
            self.assignment_to(&mut x, Some(elem_ty), "map literal", |_| elem_spelling);
        }
    }
}
