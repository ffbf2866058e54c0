//! The `go` statement (spec: Go statements): callee and arguments are evaluated now, and a closure
//! that makes the call becomes the new goroutine.

use super::FuncLower;
use super::call::{Prepared, Target};
use super::closure::Home;
use crate::check::program::Mode;
use crate::ir::entities::*;
use crate::syntax::ast::*;

impl FuncLower<'_, '_, '_> {
    pub(super) fn go(&mut self, e: ExprId) {
        let ast = self.src.ast;
        let ExprKind::Call(call) = ast.kind(ast.unparen(e)) else { return };
        let fun = ast.unparen(call.fun);
        let (code, vals) = match self.mode(fun) {
            Mode::Builtin(b) => self.later_builtin(b, call),
            _ => {
                let p = self.prepare(fun, call, Home::Goroutine);
                match p.target {
                    Target::Literal(_, closure) | Target::Closure(closure) if is_plain(&p) => {
                        return self.start_goroutine(closure);
                    }
                    Target::Method(tab, _) => self.nil_check(tab),
                    _ => {}
                }
                self.later_call(p, false)
            }
        };
        let closure = self.later_closure(code, &vals, Home::Goroutine);
        self.start_goroutine(closure);
    }

    /// With 0 the target's usual size of stack.
    fn start_goroutine(&mut self, closure: Operand) {
        self.rt("newproc", &[closure, Operand::i32(0)]);
    }
}

/// Does the closure object at hand already make the whole call?
fn is_plain(p: &Prepared) -> bool {
    p.args.is_empty() && p.shape.results.is_empty()
}
