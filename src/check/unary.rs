//! Unary operators (spec: Arithmetic, Address and Receive operators).

use super::Checker;
use super::constant::{arith, int_size};
use super::operand::{Operand, Usage};
use super::program::Mode;
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{ChanDir, ExprId, ExprKind, UnOp};
use crate::types::repr::*;
use crate::types::table::TypeTable;

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
                let size = self.q().basic(x.ty).and_then(int_size);
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
        let kind = match self.prog.types[self.q().core(x.ty)] {
            Type::Chan(ChanDir::Send, _) if recv => "send-only channel",
            Type::Chan(ChanDir::Recv, _) if !recv => "receive-only channel",
            Type::Chan(_, elem) => return Some(elem),
            Type::Basic(Basic::Invalid) => return None,
            _ => "non-channel",
        };
        let what = self.operand_string(x);
        let (code, action) = match recv {
            true => ("InvalidReceive", "receive from"),
            false => ("InvalidSend", "send to"),
        };
        // The kind is shown with the type, as part of one phrase.
        let ty = self.type_string(x.ty);
        let message = format!("invalid operation: cannot {action} {kind} {ty} {what}");
        self.error(at, code, message);
        None
    }
}
