//! Initial values known at compile time: they go into the image and cost no code.

use super::{FuncKey, Lower};
use crate::base::intern::Symbol;
use crate::base::source::FileId;
use crate::check::constant::Value;
use crate::check::program::{Mode, Program, SelectionKind};
use crate::ir::entities::*;
use crate::ir::module::Const;
use crate::syntax::ast::{CompositeLit, ExprId, ExprKind, UnOp};
use crate::types::repr::*;

/// May evaluating the expression do something other than yield a value: call a function, receive,
/// or panic? What has no effect need not run if nobody looks at the result.
pub(super) fn has_effect(prog: &Program, file: FileId, e: ExprId) -> bool {
    if matches!(prog.expr(file, e).mode, Mode::Constant(_) | Mode::TypeExpr | Mode::Nil) {
        return false;
    }
    let ast = prog.ast(file);
    let any = |list: &[ExprId]| list.iter().any(|x| has_effect(prog, file, *x));
    match ast.kind(e) {
        ExprKind::Ident(_) | ExprKind::Lit(..) | ExprKind::FuncLit(_) => false,
        ExprKind::CompositeLit(lit) => {
            // Hashing the keys of a map literal can panic only for interface keys; the key
            // expressions themselves are looked at below.
            any(&lit.elems)
        }
        ExprKind::KeyValue { key, value } => {
            // The key of a struct literal is a field name.
            let field = prog.object(file, *key).is_none() && ast.ident(*key).is_some();
            (!field && has_effect(prog, file, *key)) || has_effect(prog, file, *value)
        }
        ExprKind::Paren(x) => has_effect(prog, file, *x),
        ExprKind::Unary { op, x, .. } => *op == UnOp::Recv || has_effect(prog, file, *x),
        ExprKind::Binary { x, y, op, .. } => {
            use crate::syntax::ast::BinOp::*;
            matches!(op, Div | Rem | Shl | Shr) || any(&[*x, *y])
        }
        ExprKind::Selector { x, .. } => match prog.info[file].selections.get(&e) {
            None => false,
            Some(s) => s.indirect || has_effect(prog, file, *x),
        },
        ExprKind::Call(call) => {
            let pure = match prog.expr(file, call.fun).mode {
                Mode::TypeExpr => true,
                Mode::Builtin(b) => {
                    matches!(b, Builtin::New | Builtin::Make | Builtin::Len | Builtin::Cap)
                }
                _ => {
                    is_errors_new(prog, file, call.fun)
                        || is_type_of(prog, file, e)
                        || super::packed::packer(prog, file, call.fun).is_some()
                }
            };
            !pure || any(&call.args)
        }
        _ => true,
    }
}

/// Is it `reflect.TypeOf(x)` or `reflect.TypeOf((*T)(nil)).Elem()`? Packages keep the types that
/// they compare with so.
fn is_type_of(prog: &Program, file: FileId, e: ExprId) -> bool {
    let ast = prog.ast(file);
    let ExprKind::Call(call) = ast.kind(ast.unparen(e)) else { return false };
    let fun = ast.unparen(call.fun);
    if let ExprKind::Selector { x, sel } = ast.kind(fun)
        && prog.info[file].selections.contains_key(&fun)
    {
        return sel.name.as_str() == "Elem" && is_type_of(prog, file, *x);
    }
    let named = match ast.kind(fun) {
        ExprKind::Index { x, .. } => *x,
        _ => fun,
    };
    let Some(obj) = prog.object(file, named) else { return false };
    let obj = &prog.ents.objects[obj];
    let path = obj.pkg.map(|p| prog.ents.packages[p].path.as_str());
    matches!(obj.name.as_str(), "TypeOf" | "TypeFor")
        && matches!(path, Some("reflect" | "internal/reflectlite"))
}

/// Is the called function `errors.New`? Packages declare their errors with it, and those that
/// nobody looks at should cost nothing.
fn is_errors_new(prog: &Program, file: FileId, fun: ExprId) -> bool {
    let Some(obj) = prog.object(file, fun) else { return false };
    let obj = &prog.ents.objects[obj];
    let path = obj.pkg.map(|p| prog.ents.packages[p].path.as_str());
    obj.name.as_str() == "New" && path == Some("errors")
}

impl Lower<'_> {
    /// The value of `e`, converted to type `target`, if it is known at compile time: constants,
    /// nil, functions, composite literals of such, and addresses of composite literals and
    /// package variables. A slice literal's array becomes a variable of the image.
    pub fn const_init(&mut self, file: FileId, e: ExprId, target: TypeId) -> Option<Const> {
        let info = self.c.prog.expr(file, e);
        if info.mode == Mode::Nil {
            return Some(Const::Zero);
        }
        let is_iface = |l: &Self, t| matches!(l.c.prog.types[l.underlying(t)], Type::Interface(_));
        if is_iface(self, target) {
            if is_iface(self, info.ty) {
                return self.const_error(file, e, target);
            }
            let value = self.const_value(file, e, info.ty)?;
            return self.const_iface(value, info.ty, target);
        }
        self.const_value(file, e, target)
    }

    /// `errors.New` of a constant: the object that it would make, in the image.
    fn const_error(&mut self, file: FileId, e: ExprId, target: TypeId) -> Option<Const> {
        let ast = self.c.prog.asts[file].clone();
        let ExprKind::Call(call) = ast.kind(ast.unparen(e)) else { return None };
        let [arg] = call.args[..] else { return None };
        if !is_errors_new(&self.c.prog, file, call.fun) {
            return None;
        }
        let text = self.c.prog.const_value(file, arg)?.as_bytes()?.to_vec();
        let pkg = self.c.prog.package(Symbol::new("errors"))?;
        let obj = self.c.prog.lookup(pkg, Symbol::new("errorString"))?;
        self.c.obj_decl(obj);
        let ty = self.c.prog.ents.objects[obj].ty;
        let ir = self.ty(ty);
        let value = Const::Agg(vec![self.string_const(&text)]);
        let g = self.const_global("error", ir, value, 0);
        // Errors differ by their addresses.
        self.m.globals[g].unnamed = false;
        let pointer = self.c.prog.types.pointer(ty);
        self.const_iface(Const::Global(g, 0), pointer, target)
    }

    fn const_value(&mut self, file: FileId, e: ExprId, ty: TypeId) -> Option<Const> {
        let info = self.c.prog.expr(file, e);
        if let Mode::Constant(k) = info.mode {
            let value = self.c.prog.consts[k].clone();
            return self.scalar_const(&value, ty);
        }
        let ast = self.c.prog.asts[file].clone();
        match ast.kind(e) {
            ExprKind::Paren(x) => self.const_value(file, *x, ty),
            ExprKind::CompositeLit(lit) => self.const_composite(file, lit, info.ty),
            ExprKind::Unary { op: UnOp::Addr, x, .. } => self.const_address(file, *x),
            ExprKind::Ident(_) | ExprKind::Selector { .. } => self.const_name(file, e),
            ExprKind::Call(call) => match call.args[..] {
                [x] if self.c.prog.expr(file, call.fun).mode == Mode::TypeExpr => {
                    self.const_conversion(file, x, info.ty)
                }
                _ => self.const_packed(file, call),
            },
            _ => None,
        }
    }

    /// A conversion of `x` to `to`: between types of one representation, between pointers, and of
    /// a constant address to a pointer, as `(*T)(unsafe.Pointer(uintptr(0x40000000)))`.
    fn const_conversion(&mut self, file: FileId, x: ExprId, to: TypeId) -> Option<Const> {
        let from = self.c.prog.expr(file, x);
        if from.mode == Mode::Nil {
            return Some(Const::Zero);
        }
        let u = self.underlying(to);
        let is_pointer = |l: &Self, t| {
            matches!(l.c.prog.types[t], Type::Pointer(_) | Type::Basic(Basic::UnsafePointer))
        };
        self.pointee_set(to);
        if is_pointer(self, u)
            && let Mode::Constant(k) = from.mode
        {
            return Some(Const::Addr(bits_of(&self.c.prog.consts[k], 32)?));
        }
        for t in [from.ty, to] {
            self.fields_set(t);
            self.pointee_set(t);
        }
        let from_u = self.underlying(from.ty);
        let same = from_u == u || is_pointer(self, u) && is_pointer(self, from_u);
        if same { self.const_init(file, x, from.ty) } else { None }
    }

    /// What a name stands for: a declared function, or the initial value of a package variable.
    fn const_name(&mut self, file: FileId, e: ExprId) -> Option<Const> {
        if let Some(obj) = self.c.prog.object(file, e)
            && matches!(self.c.prog.ents.objects[obj].kind, ObjectKind::Var(VarKind::Global))
        {
            return self.initial_value(obj);
        }
        self.const_func(file, e)
    }

    /// The closure object of a declared function.
    fn const_func(&mut self, file: FileId, e: ExprId) -> Option<Const> {
        let func = match self.c.prog.info[file].selections.get(&e) {
            Some(s) => match s.kind {
                SelectionKind::MethodExpr(f) if s.path.is_empty() => f,
                _ => return None,
            },
            None => {
                let obj = self.c.prog.object(file, e)?;
                match self.c.prog.ents.objects[obj].kind {
                    ObjectKind::Func(f) => f,
                    _ => return None,
                }
            }
        };
        // A method expression of a value method through a pointer type needs a wrapper.
        if self.c.prog.ents.funcs[func].recv.is_some() {
            return None;
        }
        if self.c.prog.info[file].instances.contains_key(&e) {
            return None;
        }
        let g = self.func_closure(&FuncKey::plain(func));
        Some(Const::Global(g, 0))
    }

    fn const_address(&mut self, file: FileId, x: ExprId) -> Option<Const> {
        let ast = self.c.prog.asts[file].clone();
        let x = ast.unparen(x);
        match ast.kind(x) {
            ExprKind::CompositeLit(lit) => {
                let ty = self.c.prog.type_of(file, x);
                let value = self.const_composite(file, lit, ty)?;
                let ir = self.ty(ty);
                let g = self.data_global(ir, value);
                Some(Const::Global(g, 0))
            }
            ExprKind::Ident(_) | ExprKind::Selector { .. } => {
                let obj = self.c.prog.object(file, x)?;
                match self.c.prog.ents.objects[obj].kind {
                    ObjectKind::Var(VarKind::Global) => Some(Const::Global(self.global(obj), 0)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// A variable of the image without a name.
    fn data_global(&mut self, ty: Ty, init: Const) -> GlobalId {
        let g = self.const_global("static", ty, init, 0);
        self.m.globals[g].constant = false;
        self.m.globals[g].unnamed = false;
        g
    }

    /// An interface value that holds a constant.
    fn const_iface(&mut self, value: Const, ty: TypeId, iface: TypeId) -> Option<Const> {
        let data = if self.fits_word(ty) {
            word_const(&value)?
        } else {
            let ir = self.ty(ty);
            Const::Global(self.const_global("boxed", ir, value, 0), 0)
        };
        let first = self.iface_word(iface, ty);
        Some(Const::Agg(vec![Const::Global(first, 0), data]))
    }

    /// A constant as initial value of a place of type `ty`.
    pub fn scalar_const(&mut self, value: &Value, ty: TypeId) -> Option<Const> {
        let u = self.underlying(ty);
        let Type::Basic(basic) = self.c.prog.types[u] else {
            // A constant pointer: unsafe.Pointer(uintptr(0x4000)) and the like.
            return None;
        };
        use Basic::*;
        Some(match basic {
            Bool | UntypedBool => Const::Int(u64::from(value.as_bool()?)),
            String | UntypedString => {
                let bytes = value.as_bytes()?.to_vec();
                self.string_const(&bytes)
            }
            Float32 => Const::Float(u64::from(value.to_f32()?.to_bits())),
            Float64 | UntypedFloat => Const::Float(value.to_f64()?.to_bits()),
            Complex64 => {
                let part = |v: Value| Some(Const::Float(u64::from(v.to_f32()?.to_bits())));
                Const::Agg(vec![part(value.re())?, part(value.im())?])
            }
            Complex128 | UntypedComplex => {
                let part = |v: Value| Some(Const::Float(v.to_f64()?.to_bits()));
                Const::Agg(vec![part(value.re())?, part(value.im())?])
            }
            UnsafePointer => Const::Addr(bits_of(value, 32)?),
            _ => {
                let bits = self.ty(u).bits();
                Const::Int(bits_of(value, bits)?)
            }
        })
    }

    fn const_composite(&mut self, file: FileId, lit: &CompositeLit, ty: TypeId) -> Option<Const> {
        let u = self.underlying(ty);
        match self.c.prog.types[u].clone() {
            Type::Struct(fields) => self.const_struct(file, lit, u, &fields),
            Type::Array(elem, n) => {
                let (list, _) = self.const_elements(file, lit, elem)?;
                debug_assert!(list.len() as i64 <= n);
                Some(Const::Agg(list))
            }
            Type::Slice(elem) => {
                let (list, len) = self.const_elements(file, lit, elem)?;
                let elem = self.ty(elem);
                let array = Ty::Agg(self.m.agg(Agg::Array(elem, len)));
                let g = self.data_global(array, Const::Agg(list));
                let len = Const::Int(len);
                Some(Const::Agg(vec![Const::Global(g, 0), len.clone(), len]))
            }
            // An elided &T{...} inside a literal of pointers.
            Type::Pointer(to) => {
                let value = self.const_composite(file, lit, to)?;
                let ir = self.ty(to);
                Some(Const::Global(self.data_global(ir, value), 0))
            }
            _ => None,
        }
    }

    fn const_struct(
        &mut self,
        file: FileId,
        lit: &CompositeLit,
        u: TypeId,
        fields: &[Field],
    ) -> Option<Const> {
        let ast = self.c.prog.asts[file].clone();
        let mut values = vec![Const::Zero; fields.len()];
        for (i, e) in lit.elems.iter().enumerate() {
            let (i, value) = match ast.kind(*e) {
                ExprKind::KeyValue { key, value } => {
                    let name = ast.ident(*key)?;
                    (fields.iter().position(|f| f.name == name)?, *value)
                }
                _ => (i, *e),
            };
            values[i] = self.const_init(file, value, fields[i].ty)?;
            if values[i] != Const::Int(0) {
                self.field_set(u, i as u32);
            }
        }
        Some(Const::Agg(values))
    }

    /// The elements of an array or slice literal and its length.
    pub(super) fn const_elements(
        &mut self,
        file: FileId,
        lit: &CompositeLit,
        elem: TypeId,
    ) -> Option<(Vec<Const>, u64)> {
        let ast = self.c.prog.asts[file].clone();
        let mut values: Vec<Const> = Vec::with_capacity(lit.elems.len());
        let mut next = 0usize;
        for e in &lit.elems {
            let value = match ast.kind(*e) {
                ExprKind::KeyValue { key, value } => {
                    next = bits_of(self.c.prog.const_value(file, *key)?, 32)? as usize;
                    *value
                }
                _ => *e,
            };
            // A few elements of a huge array are better set at run time.
            if next > MAX_SPARSE && next / SPARSE > lit.elems.len() {
                return None;
            }
            let value = self.const_init(file, value, elem)?;
            if values.len() <= next {
                values.resize(next + 1, Const::Zero);
            }
            values[next] = value;
            next += 1;
        }
        let len = values.len() as u64;
        Some((values, len))
    }
}

/// A constant of more elements than this must have one in [`SPARSE`] of them given.
const MAX_SPARSE: usize = 1 << 16;
const SPARSE: usize = 64;

/// An integer constant in two's complement, the bits above `width` zero.
fn bits_of(value: &Value, width: u32) -> Option<u64> {
    let bits = value.to_bits()?;
    Some(if width < 64 { bits & ((1 << width) - 1) } else { bits })
}

/// The data word of a constant of at most four bytes.
fn word_const(value: &Const) -> Option<Const> {
    Some(match value {
        Const::Zero | Const::Undef => Const::Zero,
        Const::Int(bits) | Const::Float(bits) => Const::Addr(*bits & 0xffff_ffff),
        Const::Global(..) | Const::Func(_) | Const::Addr(_) => value.clone(),
        Const::Agg(parts) if parts.is_empty() => Const::Zero,
        Const::Agg(parts) if parts.len() == 1 => word_const(&parts[0])?,
        Const::Agg(_) | Const::Bytes(_) => return None,
    })
}
