//! For statements with range clause (spec: For range).

use super::Checker;
use super::operand::Operand;
use super::program::Mode;
use crate::base::intern::Symbol;
use crate::base::source::Span;
use crate::syntax::ast::{ChanDir, ExprId, RangeStmt};
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// The types of the iteration values.
type KeyValue = (Option<TypeId>, Option<TypeId>);

impl Checker {
    pub(super) fn range_stmt(&mut self, s: &RangeStmt) {
        let mut x = self.expr(s.x);
        let (mut key, mut value) = (None, None);
        if x.is_valid() {
            (key, value) = self.range_values(s, &x);
        }
        let outer = self.open_scope(false);
        let over_int = x.is_valid() && self.q().all(x.ty, Basic::is_integer);
        let targets = [(s.key, key), (s.value, value)];
        if s.define {
            self.range_define(s, &mut x, over_int, targets);
        } else if s.key.is_some() {
            self.range_assign(&mut x, over_int, targets);
        } else if over_int {
            // An untyped number takes its default type.
            self.assignment(&mut x, None, "range clause");
        }
        self.block(&s.body);
        self.close_scope(outer);
    }

    /// The iteration values' types; reports what cannot be ranged over.
    fn range_values(&mut self, s: &RangeStmt, x: &Operand) -> KeyValue {
        let (key, value) = match self.range_key_value(x.ty) {
            Ok(types) => types,
            Err(cause) => {
                let text = self.operand_string(x);
                let message = match cause.is_empty() {
                    true => format!("cannot range over {text}"),
                    false => format!("cannot range over {text}: {cause}"),
                };
                self.error(x.span, "InvalidRangeExpr", message);
                return (None, None);
            }
        };
        let too_many = match (s.key, s.value) {
            (Some(k), _) if key.is_none() => Some((k, "no iteration variables")),
            (_, Some(v)) if value.is_none() => Some((v, "only one iteration variable")),
            _ => None,
        };
        if let Some((e, permitted)) = too_many {
            let message = format!("range over {} permits {permitted}", self.operand_string(x));
            self.error(self.span(e), "InvalidIterVar", message);
        } else if let Some(e) = s.extra {
            let message = "range clause permits at most two iteration variables";
            self.error(self.span(e), "InvalidIterVar", message);
        }
        (key, value)
    }

    fn range_key_value(&self, ty: TypeId) -> Result<KeyValue, String> {
        let types = &self.prog.types;
        let under = match self.q().common_under(ty) {
            Ok(under) => under,
            Err(why) => return Err(self.uncommon_cause(why)),
        };
        // A pointer to an array counts as the array.
        let under = match types[under] {
            Type::Pointer(base) => match types[self.underlying(base)] {
                Type::Array(..) => self.underlying(base),
                _ => under,
            },
            _ => under,
        };
        match &types[under] {
            Type::Basic(b) if b.is_string() => Ok((Some(TypeTable::INT), Some(TypeTable::INT32))),
            Type::Basic(b) if b.is_integer() && !self.allows(22) => {
                Err("requires go1.22 or later".to_owned())
            }
            Type::Basic(b) if b.is_integer() => Ok((Some(ty), None)),
            Type::Array(elem, _) | Type::Slice(elem) => Ok((Some(TypeTable::INT), Some(*elem))),
            Type::Map(key, value) => Ok((Some(*key), Some(*value))),
            Type::Chan(ChanDir::Send, _) => {
                Err(format!("receive from send-only channel {}", self.type_string(ty)))
            }
            Type::Chan(_, elem) => Ok((Some(*elem), None)),
            Type::Func(_) if !self.allows(23) => Err("requires go1.23 or later".to_owned()),
            Type::Func(sig) => self.range_func(sig),
            _ => Err(String::new()),
        }
    }

    /// `func(yield func(K, V) bool)`
    fn range_func(&self, sig: &Signature) -> Result<KeyValue, String> {
        let form = "func must be func(yield func(...) bool)";
        let &[yield_ty] = &*sig.params else {
            return Err(format!("{form}: wrong argument count"));
        };
        if !sig.results.is_empty() {
            return Err(format!("{form}: unexpected results"));
        }
        let under = match self.q().common_under(yield_ty) {
            Ok(under) => under,
            Err(why) => return Err(format!("{form}: in yield type, {}", self.uncommon_cause(why))),
        };
        let Type::Func(body) = &self.prog.types[under] else {
            return Err(format!("{form}: argument is not func"));
        };
        if body.params.len() > 2 {
            return Err(format!("{form}: yield func has too many parameters"));
        }
        match *body.results {
            [TypeTable::BOOL] => {}
            [ty] if self.q().all(ty, Basic::is_boolean) => {
                let what = "yield func returns user-defined boolean, not bool";
                return Err(format!("{form}: {what}"));
            }
            _ => return Err(format!("{form}: yield func does not return bool")),
        }
        if body.variadic {
            let text = self.type_string(yield_ty);
            return Err(format!("yield func of type {text} cannot be variadic"));
        }
        Ok((body.params.first().copied(), body.params.get(1).copied()))
    }

    fn range_define(
        &mut self,
        s: &RangeStmt,
        x: &mut Operand,
        over_int: bool,
        targets: [(Option<ExprId>, Option<TypeId>); 2],
    ) {
        let ast = self.ast();
        let mut vars = Vec::new();
        for (i, (e, ty)) in targets.into_iter().enumerate() {
            let Some(e) = e else { continue };
            let name = ast.ident(e);
            if name.is_none() {
                let message = format!("non-name {} on left side of :=", self.expr_string(e));
                self.error(ast.span(e), "BadDecl", message);
            }
            let name = name.unwrap_or_else(|| Symbol::new("_"));
            let obj = self.new_local(e, name, TypeTable::INVALID);
            if !name.is_blank() {
                vars.push(obj);
            }
            match ty {
                None | Some(TypeTable::INVALID) => self.mark_used(obj),
                Some(_) if over_int => self.init_var(obj, None, x, "range clause"),
                Some(ty) => {
                    let mut y = self.iteration_value(e, ty);
                    self.init_var(obj, None, &mut y, "assignment");
                    self.spell_range(obj, s.x, i == 0);
                }
            }
        }
        if vars.is_empty() {
            let span = Span::at(s.for_pos);
            self.error(span, "NoNewVar", "no new variables on left side of :=");
        }
        for obj in vars {
            self.declare(obj);
        }
    }

    fn range_assign(
        &mut self,
        x: &mut Operand,
        over_int: bool,
        targets: [(Option<ExprId>, Option<TypeId>); 2],
    ) {
        for (e, ty) in targets {
            let (Some(e), Some(ty)) = (e, ty) else { continue };
            if ty == TypeTable::INVALID {
                continue;
            }
            if !over_int {
                let mut y = self.iteration_value(e, ty);
                self.assign_value(e, &mut y, "assignment");
                continue;
            }
            self.assign_value(e, x, "range clause");
            // An untyped number has taken the type of the variable.
            if x.is_valid() && !self.q().all(x.ty, Basic::is_integer) {
                let ty = self.type_string(x.ty);
                let message = format!("cannot use iteration variable of type {ty}");
                self.error(self.span(e), "InvalidRangeExpr", message);
            }
        }
    }

    /// An iteration value that is assigned to `e`; messages name it by that.
    fn iteration_value(&self, e: ExprId, ty: TypeId) -> Operand {
        Operand::new(Mode::Value, ty, Some(e), self.span(e))
    }
}
