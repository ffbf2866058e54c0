//! Inline assembly: `device.Asm` and `AsmFull` (see `docs/abi.md`, Intrinsics).

use super::{FuncLower, Val};
use crate::base::diag::Diagnostic;
use crate::ir::entities::*;
use crate::syntax::ast::*;
use crate::types::repr::*;

impl FuncLower<'_, '_, '_> {
    pub(super) fn asm_call(
        &mut self,
        name: &str,
        e: ExprId,
        call: &Call,
    ) -> Option<Vec<(Val, TypeId)>> {
        if !matches!(name, "Asm" | "AsmFull") {
            return None;
        }
        let text = self.constant(call.args[0]).and_then(|v| v.as_bytes());
        let Some(text) = text.map(|b| String::from_utf8_lossy(b).into_owned()) else {
            return Some(self.bad_asm(e, "the text of inline assembly must be constant"));
        };
        if name == "Asm" {
            let template = text.replace('$', "$$");
            self.b.asm(template, "~{memory}".to_owned(), Vec::new(), None);
            return Some(Vec::new());
        }
        let Some(operands) = self.asm_operands(call.args[1]) else {
            return Some(self.bad_asm(e, "the operands of AsmFull must be a map literal or nil"));
        };
        Some(self.asm_full(e, &text, operands))
    }

    fn bad_asm(&mut self, e: ExprId, message: &str) -> Vec<(Val, TypeId)> {
        let span = self.span(e);
        self.l.c.diags.push(Diagnostic::error("BadAsm", span, message));
        let t = self.type_of(e);
        self.tuple(t).into_iter().map(|t| (self.zero_val(t), t)).collect()
    }

    /// Names and expressions of the operands.
    fn asm_operands(&mut self, e: ExprId) -> Option<Vec<(String, ExprId)>> {
        let e = self.src.ast.unparen(e);
        if self.mode(e) == crate::check::program::Mode::Nil {
            return Some(Vec::new());
        }
        let ExprKind::CompositeLit(lit) = self.src.ast.kind(e) else { return None };
        let mut list = Vec::new();
        for &elem in &lit.elems {
            let ExprKind::KeyValue { key, value } = self.src.ast.kind(elem) else { return None };
            let name = self.constant(*key)?.as_bytes()?;
            list.push((String::from_utf8_lossy(name).into_owned(), *value));
        }
        Some(list)
    }

    fn asm_full(
        &mut self,
        e: ExprId,
        text: &str,
        operands: Vec<(String, ExprId)>,
    ) -> Vec<(Val, TypeId)> {
        let t = self.type_of(e);
        let result = text.contains("{}");
        let first = result as usize;
        let mut constraints: Vec<&str> = Vec::new();
        if result {
            constraints.push("=&r");
        }
        let mut args = Vec::new();
        for (_, value) in &operands {
            let v = self.expr(*value);
            let v = match self.b.ty(v) {
                ty if ty.is_int() && ty.bits() < 32 => self.b.int_resize(v, Ty::I32, false),
                _ => v,
            };
            args.push(v);
            constraints.push("r");
        }
        constraints.push("~{memory}");
        let number = |name: &str| operands.iter().position(|(n, _)| n == name).map(|i| i + first);
        let Some(template) = asm_template(text, number) else {
            return self.bad_asm(e, "inline assembly names an operand that is not given");
        };
        let out = if result { Some(Ty::I32) } else { None };
        let v = self.b.asm(template, constraints.join(","), args, out);
        vec![(Val::Op(v.unwrap_or(Operand::i32(0))), t)]
    }
}

/// The text with `{name}` replaced by the number of the operand, in LLVM's form.
fn asm_template(text: &str, number: impl Fn(&str) -> Option<usize>) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(i) = rest.find(['{', '$']) {
        out.push_str(&rest[..i]);
        if rest[i..].starts_with('$') {
            out.push_str("$$");
            rest = &rest[i + 1..];
            continue;
        }
        let end = rest[i..].find('}')? + i;
        match &rest[i + 1..end] {
            "" => out.push_str("${0}"),
            name => {
                let n = number(name)?;
                out.push_str(&format!("${{{n}}}"));
            }
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    Some(out)
}
