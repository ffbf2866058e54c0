//! `print` and `println` (spec: Bootstrapping).

use super::{FuncLower, Kind, Val, is_complex, is_float, is_signed, is_string};
use crate::base::diag::Diagnostic;
use crate::ir::entities::*;
use crate::syntax::ast::ExprId;
use crate::types::repr::*;

impl FuncLower<'_, '_, '_> {
    pub(super) fn print(&mut self, line: bool, args: &[(Val, TypeId)]) {
        for (i, (v, t)) in args.iter().enumerate() {
            if line && i > 0 {
                self.rt("printsp", &[]);
            }
            self.print_value(*v, *t);
        }
        if line {
            self.rt("printnl", &[]);
        }
    }

    /// Reports an argument that cannot be printed. Type parameters hide it from the checker, so gc,
    /// too, finds it when it makes code.
    pub(super) fn check_printable(&mut self, b: Builtin, arg: ExprId, t: TypeId) {
        if !matches!(self.kind(t), Kind::Struct | Kind::Array(..)) {
            return;
        }
        let name = self.l.type_name(t, false);
        let message = format!("illegal types for operand: {}\n\t{name}", b.name());
        let help = "print its parts, or use package fmt";
        let span = self.span(arg);
        self.l.c.diags.push(Diagnostic::error("BadPrint", span, message).help(help));
    }

    fn print_value(&mut self, v: Val, t: TypeId) {
        let v = self.op(v, t);
        match self.kind(t) {
            Kind::Basic(b) => self.print_basic(v, b),
            Kind::Slice(_) => {
                let parts = [self.extract(v, 0), self.extract(v, 1), self.extract(v, 2)];
                self.rt("printslice", &parts);
            }
            Kind::Interface => {
                let name = if self.has_methods(t) { "printiface" } else { "printeface" };
                self.rt(name, &[v]);
            }
            // Reported above.
            Kind::Struct | Kind::Array(..) => {}
            _ => {
                self.rt("printpointer", &[v]);
            }
        }
    }

    fn print_basic(&mut self, v: Operand, b: Basic) {
        let ty = self.b.ty(v);
        let (name, v) = if is_string(b) {
            ("printstring", v)
        } else if is_float(b) {
            (if ty == Ty::F32 { "printfloat32" } else { "printfloat" }, v)
        } else if is_complex(b) {
            let narrow = self.l.m.part_ty(ty, 0) == Ty::F32;
            (if narrow { "printcomplex64" } else { "printcomplex" }, v)
        } else if ty == Ty::Bool {
            ("printbool", v)
        } else if ty == Ty::Ptr {
            ("printpointer", v)
        } else {
            let signed = is_signed(b);
            let name = match (ty == Ty::I64, signed) {
                (true, true) => "printint",
                (true, false) => "printuint",
                (false, true) => "printint32",
                (false, false) => "printuint32",
            };
            let wide = if ty == Ty::I64 { Ty::I64 } else { Ty::I32 };
            (name, self.b.int_resize(v, wide, signed))
        };
        self.rt(name, &[v]);
    }
}
