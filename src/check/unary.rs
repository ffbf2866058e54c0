//! Unary operators (spec: Arithmetic, Address and Receive operators).

use super::Checker;
use super::constant::{arith, int_size};
use super::operand::{Operand, Usage};
use super::program::Mode;
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{ChanDir, ExprId, ExprKind, UnOp};
use crate::types::repr::*;
use crate::types::table::TypeTable;
use crate::types::type_set::Uncommon;

impl Checker {
    pub(crate) fn unary(
        &mut self,
        e: ExprId,
        op: UnOp,
        op_pos: Pos,
        x: ExprId,
    ) -> (Operand, Usage) {
        let mut operand = self.expr(x);
        if !operand.is_valid() {
            return (operand, Usage::Statement);
        }
        let usage = match op {
            UnOp::Addr => {
                self.address(&mut operand, x);
                Usage::Expression
            }
            UnOp::Recv => {
                match self.chan_elem(&operand, true) {
                    Some(elem) => {
                        operand.mode = Mode::CommaOk;
                        operand.ty = elem;
                        self.env.has_call_or_recv = true;
                    }
                    None => operand.invalidate(),
                }
                Usage::Statement
            }
            _ => {
                self.arithmetic(&mut operand, e, op, op_pos);
                Usage::Expression
            }
        };
        (operand, if operand.is_valid() { usage } else { Usage::Statement })
    }

    /// `&x`: addressable, or (spec: Address operators) a composite literal.
    fn address(&mut self, x: &mut Operand, inner: ExprId) {
        let ast = self.ast();
        let literal = matches!(ast.kind(ast.unparen(inner)), ExprKind::CompositeLit(_));
        if !literal && x.mode != Mode::Variable {
            let what = self.operand_string(x);
            let message = format!("invalid operation: cannot take address of {what}");
            return self.fail(x, "UnaddressableOperand", message);
        }
        x.mode = Mode::Value;
        x.ty = self.prog.types.pointer(x.ty);
    }

    fn arithmetic(&mut self, x: &mut Operand, e: ExprId, mut op: UnOp, op_pos: Pos) {
        if op == UnOp::Tilde {
            let integer = self.q().all(x.ty, Basic::is_integer);
            let hint = if integer { " (use ^ for bitwise complement)" } else { "" };
            let message = format!("cannot use ~ outside of interface or type constraint{hint}");
            self.error(self.span(e), "UndefinedOp", message);
            if !integer {
                return x.invalidate();
            }
            op = UnOp::Xor;
        }
        let defined = match op {
            UnOp::Not => Basic::is_boolean,
            UnOp::Xor => Basic::is_integer,
            _ => Basic::is_numeric,
        };
        if !self.operator_defined(x, op.text(), defined) {
            return;
        }
        let Some(v) = self.const_of(x) else {
            x.mode = Mode::Value;
            return;
        };
        if v.is_unknown() {
            return;
        }
        let result = match op {
            UnOp::Neg => arith::neg(v),
            UnOp::Not => arith::not(v),
            UnOp::Xor => {
                let basic = self.q().basic(x.ty).map(|b| self.prog.types.sized(b));
                let size = basic.and_then(int_size);
                arith::complement(v, size.filter(|(_, signed)| !signed).map(|(bits, _)| bits))
            }
            _ => v.clone(),
        };
        self.set_const(x, result);
        x.expr = Some(e);
        x.span = self.span(e);
        self.check_overflow(x, op_pos);
    }

    /// Reports an operator that the operand's type does not have.
    pub(crate) fn operator_defined(
        &mut self,
        x: &mut Operand,
        op: &str,
        defined: fn(Basic) -> bool,
    ) -> bool {
        if self.q().all(x.ty, defined) {
            return true;
        }
        if self.underlying(x.ty) == TypeTable::INVALID {
            x.invalidate();
            return false;
        }
        let what = self.operand_string(x);
        let message = format!("invalid operation: operator {op} not defined on {what}");
        self.fail(x, "UndefinedOp", message);
        false
    }

    /// The element type of a channel that is received from or sent to; reports what is no such
    /// channel.
    pub(crate) fn chan_elem(&mut self, x: &Operand, recv: bool) -> Option<TypeId> {
        self.chan_elem_at(x.span, x, recv)
    }

    pub(crate) fn chan_elem_at(&mut self, at: Span, x: &Operand, recv: bool) -> Option<TypeId> {
        let cause = match self.chan_element(x.ty, recv) {
            Ok(elem) => return Some(elem),
            Err(cause) => cause,
        };
        if self.underlying(x.ty) == TypeTable::INVALID {
            return None;
        }
        let what = self.operand_string(x);
        let (code, action) = match recv {
            true => ("InvalidReceive", "receive from"),
            false => ("InvalidSend", "send to"),
        };
        let message = match self.prog.types.is_type_param(x.ty) {
            true => format!("invalid operation: cannot {action} {what}: {cause}"),
            false => {
                let cause = match cause.strip_suffix(&self.type_string(x.ty)) {
                    Some(kind) => format!("{kind}{}", self.operand_type_string(x)),
                    None => cause,
                };
                format!("invalid operation: cannot {action} {cause} {what}")
            }
        };
        self.error(at, code, message);
        None
    }

    /// The element type of a channel type that can be received from or sent to, or why it cannot.
    pub(crate) fn chan_element(&self, t: TypeId, recv: bool) -> Result<TypeId, String> {
        let terms = match self.prog.types.is_type_param(t) {
            true => self.q().terms(t).unwrap_or_default().iter().map(|t| t.ty).collect(),
            false => vec![t],
        };
        if terms.is_empty() {
            return Err("no specific channel type".into());
        }
        for t in terms {
            let kind = match self.q().under(t) {
                Type::Chan(ChanDir::Send, _) if recv => "send-only channel",
                Type::Chan(ChanDir::Recv, _) if !recv => "receive-only channel",
                Type::Chan(..) => continue,
                _ => "non-channel",
            };
            return Err(format!("{kind} {}", self.type_string(t)));
        }
        match self.q().common_under(t) {
            Ok(u) => match self.prog.types[u] {
                Type::Chan(_, elem) => Ok(elem),
                _ => Err(String::new()),
            },
            Err(why) => Err(self.uncommon_cause(why)),
        }
    }

    /// Why types have no underlying type in common, in gc's words.
    pub(crate) fn uncommon_cause(&self, why: Uncommon) -> String {
        let pair = |a, b| (self.type_string(a), self.type_string(b));
        match why {
            Uncommon::NoTypes => "no specific type".into(),
            Uncommon::Elements(a, b) => {
                let (a, b) = pair(a, b);
                format!("channels {a} and {b} have different element types")
            }
            Uncommon::Directions(a, b) => {
                let (a, b) = pair(a, b);
                format!("channels {a} and {b} have conflicting directions")
            }
            Uncommon::Different(a, b) => {
                let (a, b) = pair(a, b);
                format!("{a} and {b} have different underlying types")
            }
        }
    }
}
