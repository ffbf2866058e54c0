//! Calls of the functions of package unsafe (spec: Package unsafe).

use super::Checker;
use super::constant::Value;
use super::operand::Operand;
use super::program::{ExprInfo, Mode, Selection, SelectionKind};
use crate::syntax::ast::{Call, ExprId, ExprKind};
use crate::types::lookup::{Found, FoundKind, Lookup};
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    pub(crate) fn unsafe_builtin(
        &mut self,
        e: ExprId,
        call: &Call,
        b: Builtin,
        args: &mut [Operand],
    ) -> Option<(Mode, TypeId)> {
        let _ = e;
        let context = format!("argument to {}", b.name());
        match b {
            Builtin::UnsafeAdd => {
                self.assign_arg(&mut args[0], Some(TypeTable::UNSAFE_POINTER), &context)?;
                self.length(&mut args[1], "InvalidUnsafeAdd", true)?;
                Some((Mode::Value, TypeTable::UNSAFE_POINTER))
            }
            Builtin::UnsafeAlignof => {
                self.assign_arg(&mut args[0], None, &context)?;
                if self.q().has_var_size(args[0].ty) {
                    return Some((Mode::Value, TypeTable::UINTPTR));
                }
                Some(self.uintptr(self.align_of(args[0].ty)))
            }
            Builtin::UnsafeSizeof => {
                self.assign_arg(&mut args[0], None, &context)?;
                if self.q().has_var_size(args[0].ty) {
                    return Some((Mode::Value, TypeTable::UINTPTR));
                }
                match self.size_of(args[0].ty) {
                    Some(n) => Some(self.uintptr(n)),
                    None => self.too_large(&args[0]),
                }
            }
            Builtin::UnsafeOffsetof => self.offsetof(call.args[0]),
            Builtin::UnsafeSlice => {
                let Type::Pointer(base) = self.prog.types[self.q().core(args[0].ty)] else {
                    let what = self.operand_string(&args[0]);
                    let message = format!("invalid argument: {what} is not a pointer");
                    return self.bad_arg(&args[0], "InvalidUnsafeSlice", message);
                };
                self.length(&mut args[1], "InvalidUnsafeSlice", false)?;
                Some((Mode::Value, self.prog.types.slice(base)))
            }
            Builtin::UnsafeSliceData => {
                let Type::Slice(elem) = self.prog.types[self.q().core(args[0].ty)] else {
                    let what = self.operand_string(&args[0]);
                    let message = format!("invalid argument: {what} is not a slice");
                    return self.bad_arg(&args[0], "InvalidUnsafeSliceData", message);
                };
                Some((Mode::Value, self.prog.types.pointer(elem)))
            }
            Builtin::UnsafeString => {
                let bytes = self.prog.types.pointer(TypeTable::UINT8);
                self.assign_arg(&mut args[0], Some(bytes), &context)?;
                self.length(&mut args[1], "InvalidUnsafeString", false)?;
                Some((Mode::Value, TypeTable::STRING))
            }
            Builtin::UnsafeStringData => {
                self.assign_arg(&mut args[0], Some(TypeTable::STRING), &context)?;
                Some((Mode::Value, self.prog.types.pointer(TypeTable::UINT8)))
            }
            other => unreachable!("{other:?} is not of package unsafe"),
        }
    }

    fn length(&mut self, x: &mut Operand, code: &'static str, negative_ok: bool) -> Option<()> {
        self.valid_index(x, code, "length", negative_ok).then_some(())
    }

    fn uintptr(&mut self, n: i64) -> (Mode, TypeId) {
        (Mode::Constant(self.prog.consts.push(Value::int(n))), TypeTable::UINTPTR)
    }

    fn too_large<T>(&mut self, x: &Operand) -> Option<T> {
        let what = self.operand_string(x);
        self.bad_arg(x, "TypeTooLarge", format!("{what} is too large"))
    }

    /// `unsafe.Offsetof(x.f)`
    fn offsetof(&mut self, arg: ExprId) -> Option<(Mode, TypeId)> {
        let ast = self.ast();
        let selector = ast.unparen(arg);
        let ExprKind::Selector { x: inner, sel } = *ast.kind(selector) else {
            let text = self.expr_string(arg);
            let message = format!("invalid argument: {text} is not a selector expression");
            self.error(self.span(arg), "BadOffsetofSyntax", message);
            self.use_exprs(&[arg]);
            return None;
        };
        let x = self.expr(inner);
        if !x.is_valid() {
            return None;
        }
        let base = self.struct_of(x.ty);
        let name = sel.name;
        let ty = self.type_string(base);
        let f = match self.lookup(base, false, self.env.pkg, name) {
            Lookup::Found(f) if f.kind == FoundKind::Field => f,
            Lookup::Found(_) | Lookup::MissingPointer => {
                let text = self.expr_string(arg);
                let message = format!("invalid argument: {text} is a method value");
                self.error(self.span(arg), "InvalidOffsetof", message);
                return None;
            }
            _ => {
                let message = format!("invalid argument: {ty} has no single field {name}");
                return self.bad_arg(&x, "MissingFieldOrMethod", message);
            }
        };
        if f.indirect {
            let message =
                format!("invalid argument: field {name} is embedded via a pointer in {ty}");
            return self.bad_arg(&x, "InvalidOffsetof", message);
        }
        let variable = self.q().has_var_size(base);
        let offset = if variable { None } else { self.field_offset(base, &f) };
        let selection =
            Selection { kind: SelectionKind::Field, recv: base, path: f.path, indirect: false };
        self.prog.info[self.env.file].selections.insert(selector, selection);
        self.set_info((self.env.file, selector), ExprInfo { mode: Mode::Variable, ty: f.ty });
        match offset {
            _ if variable => Some((Mode::Value, TypeTable::UINTPTR)),
            Some(n) => Some(self.uintptr(n)),
            None => self.too_large(&x),
        }
    }

    /// `t`, or what it points to if that is a struct.
    fn struct_of(&self, t: TypeId) -> TypeId {
        match self.prog.types[self.underlying(t)] {
            Type::Pointer(base)
                if matches!(self.prog.types[self.underlying(base)], Type::Struct(_)) =>
            {
                base
            }
            _ => t,
        }
    }

    /// The offset of a field, which may be promoted through embedded structs.
    fn field_offset(&self, base: TypeId, f: &Found) -> Option<i64> {
        let mut at = base;
        let mut offset = 0;
        for &i in &f.path {
            let Type::Struct(fields) = &self.prog.types[self.underlying(at)] else { return None };
            offset += self.offsets_of(fields)?[i as usize];
            at = fields[i as usize].ty;
        }
        Some(offset)
    }
}
