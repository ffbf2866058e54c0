//! Index and slice expressions (spec: Index expressions, Slice expressions).

use super::Checker;
use super::constant::Value;
use super::decl::Color;
use super::operand::Operand;
use super::program::Mode;
use super::spelling::Spelling;
use crate::base::source::Span;
use crate::syntax::ast::ExprId;
use crate::types::repr::*;
use crate::types::table::TypeTable;
use crate::types::type_set::Uncommon;

/// A checked index.
pub(crate) struct Index {
    pub ty: TypeId,
    /// Its value, if constant.
    pub value: Option<i64>,
}

impl Checker {
    pub(crate) fn index_expr(&mut self, e: ExprId, inner: ExprId, indices: &[ExprId]) -> Operand {
        let mut x = self.generic_expr_or_type(inner);
        let bracket = Span::at(x.span.hi);
        match x.mode {
            Mode::Invalid => {
                self.use_exprs(indices);
                return x;
            }
            Mode::TypeExpr => {
                let ty = self.var_type(e);
                let mode = if ty == TypeTable::INVALID { Mode::Invalid } else { Mode::TypeExpr };
                return Operand::new(mode, ty, Some(e), self.span(e));
            }
            _ if !self.func_params(&x).is_empty() => return self.func_instance(e, x, indices),
            _ => {}
        }
        let mut length = None;
        match self.prog.types[self.q().core(x.ty)] {
            Type::Basic(b) if b.is_string() => {
                length = self.const_len(&x);
                x.mode = Mode::Value;
                x.ty = TypeTable::UINT8;
            }
            Type::Array(elem, n) => {
                length = Some(n).filter(|&n| n >= 0);
                x.mode = if x.mode == Mode::Variable { Mode::Variable } else { Mode::Value };
                x.ty = elem;
            }
            Type::Slice(elem) => {
                x.mode = Mode::Variable;
                x.ty = elem;
            }
            Type::Map(key, elem) => return self.map_index(x, indices, key, elem),
            Type::Pointer(base) => match self.prog.types[self.underlying(base)] {
                Type::Array(elem, n) => {
                    length = Some(n).filter(|&n| n >= 0);
                    x.mode = Mode::Variable;
                    x.ty = elem;
                }
                _ => return self.not_indexable(x, bracket, indices),
            },
            _ => match self.set_element(&x) {
                Some((mode, elem, least)) => {
                    x.mode = mode;
                    x.ty = elem;
                    length = least;
                }
                None => return self.not_indexable(x, bracket, indices),
            },
        }
        match self.single_index(indices) {
            Some(index) => {
                self.index(index, length);
            }
            None => x.invalidate(),
        }
        x
    }

    /// `f[A]` for a generic function.
    fn func_instance(&mut self, e: ExprId, mut x: Operand, indices: &[ExprId]) -> Operand {
        self.require(Span::at(x.span.hi), 18, "function instantiation");
        let Some(args) = self.func_type_args(&x, indices) else {
            x.invalidate();
            return x;
        };
        if args.len() < self.func_params(&x).len() {
            self.decls.partial.insert((self.env.file, e), args);
            return x;
        }
        let spans = indices.iter().map(|&i| self.span(i)).collect();
        self.instantiate_func(&mut x, e, args, spans);
        x
    }

    /// A function whose signature is being declared.
    fn is_undeclared_func(&self, x: &Operand) -> bool {
        let obj = x.expr.and_then(|e| self.prog.info[self.env.file].objects[e]);
        obj.is_some_and(|o| {
            matches!(self.prog.ents.objects[o].kind, ObjectKind::Func(_))
                && self.decls.color(o) == Color::Grey
        })
    }

    /// The element of a value whose type is a type parameter with several underlying types that
    /// have the same elements, and the least length of arrays among them.
    fn set_element(&self, x: &Operand) -> Option<(Mode, TypeId, Option<i64>)> {
        if !self.prog.types.is_type_param(x.ty) {
            return None;
        }
        let mut mode = Mode::Variable;
        let mut common = None;
        let mut length: Option<i64> = None;
        for u in self.q().set_types(x.ty) {
            let (elem, len) = match self.prog.types[u] {
                Type::Basic(b) if b.is_string() => {
                    mode = Mode::Value;
                    (TypeTable::UINT8, None)
                }
                Type::Array(elem, n) => {
                    if x.mode != Mode::Variable {
                        mode = Mode::Value;
                    }
                    (elem, Some(n))
                }
                Type::Slice(elem) => (elem, None),
                Type::Pointer(base) => match self.prog.types[self.underlying(base)] {
                    Type::Array(elem, n) => (elem, Some(n)),
                    _ => return None,
                },
                _ => return None,
            };
            if common.is_some_and(|c| c != elem) {
                return None;
            }
            // As in gc, arrays after a type without constant length do not count.
            length = match (common, length, len) {
                (None, _, len) => len,
                (Some(_), Some(a), Some(b)) => Some(a.min(b)),
                (Some(_), a, _) => a,
            };
            common = Some(elem);
        }
        Some((mode, common?, length))
    }

    fn not_indexable(&mut self, mut x: Operand, at: Span, indices: &[ExprId]) -> Operand {
        if self.is_undeclared_func(&x) {
            // A function in its own signature.
        } else if self.underlying(x.ty) != TypeTable::INVALID || matches!(x.mode, Mode::Builtin(_))
        {
            let what = self.operand_string(&x);
            self.error(at, "NonSliceableOperand", format!("cannot index {what}"));
        }
        x.invalidate();
        self.use_exprs(indices);
        x
    }

    fn map_index(
        &mut self,
        mut x: Operand,
        indices: &[ExprId],
        key: TypeId,
        elem: TypeId,
    ) -> Operand {
        let Some(index) = self.single_index(indices) else {
            x.invalidate();
            return x;
        };
        let mut k = self.expr_to(index, key);
        let map = x.expr;
        self.assignment_to(&mut k, Some(key), "map index", |c| {
            Some(Spelling::Key(c.env.file, map?))
        });
        x.mode = Mode::MapIndex;
        x.ty = elem;
        x
    }

    /// The index of an index expression; reports if there are several.
    fn single_index(&mut self, indices: &[ExprId]) -> Option<ExprId> {
        if let Some(&second) = indices.get(1) {
            let message = "invalid operation: more than one index";
            self.error(self.span(second), "InvalidIndex", message);
        }
        indices.first().copied()
    }

    /// The length of a constant string.
    fn const_len(&self, x: &Operand) -> Option<i64> {
        self.const_of(x).and_then(Value::as_bytes).map(|s| s.len() as i64)
    }

    /// Checks an index below `bound`, if that is known; `None` if it is wrong.
    pub(crate) fn index(&mut self, index: ExprId, bound: Option<i64>) -> Option<Index> {
        let mut x = self.expr(index);
        if !self.valid_index(&mut x, "InvalidIndex", "index", false) {
            return None;
        }
        let value = match self.const_of(&x) {
            None => None,
            Some(v) => Some(v.as_i64()?),
        };
        if let (Some(v), Some(bound)) = (value, bound)
            && v >= bound
        {
            let message = format!("invalid argument: index {v} out of bounds [0:{bound}]");
            self.error(x.span, "InvalidIndex", message);
            return None;
        }
        Some(Index { ty: x.ty, value })
    }

    /// Checks that `x` can be an index, size or length (`what`): an integer, and not negative if
    /// constant.
    pub(crate) fn valid_index(
        &mut self,
        x: &mut Operand,
        code: &'static str,
        what: &str,
        negative_ok: bool,
    ) -> bool {
        self.convert_untyped(x, TypeTable::INT);
        if !x.is_valid() || self.underlying(x.ty) == TypeTable::INVALID {
            return false;
        }
        let complaint = if !self.q().all(x.ty, Basic::is_integer) {
            "must be integer"
        } else if let Some(v) = self.const_of(x) {
            match v.is_negative() && !negative_ok {
                true => "must not be negative",
                false if v.represent(self.prog.types.sized(Basic::Int)).is_none() => {
                    "overflows int"
                }
                false => return true,
            }
        } else {
            return true;
        };
        let text = self.operand_string(x);
        self.fail(x, code, format!("invalid argument: {what} {text} {complaint}"));
        false
    }

    /// `x[lo:hi:max]`.
    pub(crate) fn slice_expr(&mut self, inner: ExprId, bounds: [Option<ExprId>; 3]) -> Operand {
        let mut x = self.expr(inner);
        if !x.is_valid() {
            let written: Vec<ExprId> = bounds.into_iter().flatten().collect();
            self.use_exprs(&written);
            return x;
        }
        let mut length = None;
        let under = match self.q().common_sliceable(x.ty) {
            Ok(under) => under,
            Err(why) => {
                let cause = match why {
                    Uncommon::NoTypes => format!("no specific type in {}", self.type_string(x.ty)),
                    _ => self.uncommon_cause(why),
                };
                let what = self.operand_string(&x);
                let message = format!("cannot slice {what}: {cause}");
                self.fail(&mut x, "NonSliceableOperand", message);
                return x;
            }
        };
        match self.prog.types[under] {
            Type::Basic(b) if b.is_string() => {
                if let Some(max) = bounds[2] {
                    let message = "invalid operation: 3-index slice of string";
                    self.error(self.span(max), "InvalidSliceExpr", message);
                    x.invalidate();
                    return x;
                }
                length = self.const_len(&x);
                if b.is_untyped() {
                    self.convert_untyped(&mut x, TypeTable::STRING);
                    x.ty = TypeTable::STRING;
                }
            }
            Type::Array(elem, n) => {
                if x.mode != Mode::Variable {
                    let what = self.operand_string(&x);
                    let message = format!("cannot slice unaddressable value {what}");
                    self.fail(&mut x, "NonSliceableOperand", message);
                    return x;
                }
                length = Some(n).filter(|&n| n >= 0);
                x.ty = self.prog.types.slice(elem);
            }
            Type::Slice(_) => {}
            Type::Pointer(base) => match self.prog.types[self.underlying(base)] {
                Type::Array(elem, n) => {
                    length = Some(n).filter(|&n| n >= 0);
                    x.ty = self.prog.types.slice(elem);
                }
                _ => return self.not_sliceable(x),
            },
            _ => return self.not_sliceable(x),
        }
        x.mode = Mode::Value;
        self.slice_bounds(bounds, length);
        x
    }

    fn not_sliceable(&mut self, mut x: Operand) -> Operand {
        if self.underlying(x.ty) == TypeTable::INVALID {
            x.invalidate();
        } else {
            let what = self.operand_string(&x);
            self.fail(&mut x, "NonSliceableOperand", format!("cannot slice {what}"));
        }
        x
    }

    /// Checks the bounds, and that constant ones do not decrease. A bound may equal the length,
    /// which for what has a constant length is the capacity.
    fn slice_bounds(&mut self, bounds: [Option<ExprId>; 3], length: Option<i64>) {
        let mut values: Vec<(ExprId, i64)> = Vec::with_capacity(3);
        for bound in bounds.into_iter().flatten() {
            let index = self.index(bound, length.map(|n| n + 1));
            values.extend(index.and_then(|i| i.value).map(|v| (bound, v)));
        }
        for (i, &(_, first)) in values.iter().enumerate() {
            if let Some(&(bound, v)) = values[i + 1..].iter().find(|(_, v)| *v < first) {
                let message = format!("invalid slice indices: {v} < {first}");
                self.error(self.span(bound), "SwappedSliceIndices", message);
                break;
            }
        }
    }
}
