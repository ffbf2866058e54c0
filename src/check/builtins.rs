//! Calls of predeclared functions (spec: Built-in functions).

use super::Checker;
use super::constant::{Value, arith};
use super::operand::Operand;
use super::program::Mode;
use super::spelling::Spelling;
use crate::syntax::ast::{BinOp, Call, ChanDir, ExprId};
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl Checker {
    /// Checks the call `e` of a built-in.
    pub(crate) fn builtin(&mut self, e: ExprId, call: &Call, b: Builtin) -> Operand {
        if call.spread && b != Builtin::Append {
            let name = b.name();
            let name = name.trim_start_matches("unsafe.");
            let message = format!("invalid operation: invalid use of ... with built-in {name}");
            self.error(self.span(e), "InvalidDotDotDot", message);
            self.use_exprs(&call.args);
            return self.invalid(e);
        }
        // len and cap ask whether their own argument has calls.
        let outer_calls = self.env.has_call_or_recv;
        if matches!(b, Builtin::Len | Builtin::Cap) {
            self.env.has_call_or_recv = false;
        }
        let result = self.builtin_call(e, call, b);
        if matches!(b, Builtin::Len | Builtin::Cap) {
            self.env.has_call_or_recv = outer_calls;
        }
        match result {
            Some((mode, ty)) => Operand::new(mode, ty, Some(e), self.span(e)),
            None => self.invalid(e),
        }
    }

    fn builtin_call(&mut self, e: ExprId, call: &Call, b: Builtin) -> Option<(Mode, TypeId)> {
        use Builtin::*;
        // These look at their arguments themselves.
        let special = matches!(b, Make | New | UnsafeOffsetof);
        let mut args = if special { Vec::new() } else { self.expr_list(&call.args) };
        if args.iter().any(|a| !a.is_valid()) {
            return None;
        }
        let n = if special { call.args.len() } else { args.len() };
        self.builtin_arity(e, b, n)?;
        self.builtin_version(call, b);
        let args = &mut args[..];
        match b {
            Append => self.append(e, call, args),
            Len | Cap => self.len_cap(b, &mut args[0]),
            Clear => self.clear(&mut args[0]),
            Close => self.close(&mut args[0]),
            Complex => self.complex(e, args),
            Copy => self.copy(args),
            Delete => self.delete(args),
            Real | Imag => self.real_imag(b, args[0]),
            Make => self.make(e, call),
            Max | Min => self.min_max(b, args),
            New => self.new_call(call),
            Panic => {
                let any = self.any_type();
                self.assign_arg(&mut args[0], Some(any), "argument to panic")?;
                Some(self.no_value())
            }
            Print | Println => {
                let context = format!("argument to built-in {}", b.name());
                for a in args {
                    self.assign_arg(a, None, &context)?;
                }
                Some(self.no_value())
            }
            Recover => Some((Mode::Value, self.any_type())),
            _ => self.unsafe_builtin(e, call, b, args),
        }
    }

    /// Reports a built-in function that is newer than the file's language version.
    fn builtin_version(&mut self, call: &Call, b: Builtin) {
        use Builtin::*;
        let span = self.span(call.fun);
        match b {
            Clear => self.require(span, 21, "clear"),
            Max | Min => self.require(span, 21, &format!("built-in {}", b.name())),
            UnsafeAdd => self.require(span, 17, "unsafe.Add"),
            UnsafeSlice => self.require(span, 17, "unsafe.Slice"),
            UnsafeSliceData => self.require(span, 20, "unsafe.SliceData"),
            UnsafeString => self.require(span, 20, "unsafe.String"),
            UnsafeStringData => self.require(span, 20, "unsafe.StringData"),
            _ => true,
        };
    }

    fn builtin_arity(&mut self, e: ExprId, b: Builtin, n: usize) -> Option<()> {
        let (least, most) = arity(b);
        let quantity = match n {
            n if n < least => "not enough",
            n if most.is_some_and(|most| n > most) => "too many",
            _ => return Some(()),
        };
        let text = self.expr_string(e);
        let message = format!(
            "invalid operation: {quantity} arguments for {text} (expected {least}, found {n})"
        );
        self.error(self.span(e), "WrongArgCount", message);
        None
    }

    fn no_value(&mut self) -> (Mode, TypeId) {
        (Mode::NoValue, self.prog.types.intern(Type::Tuple(Box::default())))
    }

    pub(crate) fn any_type(&self) -> TypeId {
        self.universe.any
    }

    /// Assigns an argument; `None` if that failed.
    pub(crate) fn assign_arg(
        &mut self,
        x: &mut Operand,
        target: Option<TypeId>,
        context: &str,
    ) -> Option<()> {
        self.assignment(x, target, context);
        x.is_valid().then_some(())
    }

    /// Reports an error at an argument.
    pub(crate) fn bad_arg<T>(
        &mut self,
        x: &Operand,
        code: &'static str,
        message: String,
    ) -> Option<T> {
        if self.underlying(x.ty) != TypeTable::INVALID {
            self.error(x.span, code, message);
        }
        None
    }

    fn slice_elem(&mut self, x: &Operand, code: &'static str, what: &str) -> Option<TypeId> {
        let set = match self.prog.types.is_type_param(x.ty) {
            true => self.q().set_types(x.ty),
            false => vec![self.underlying(x.ty)],
        };
        let mut elems = Vec::with_capacity(set.len());
        for &u in &set {
            if let Type::Slice(elem) = self.prog.types[u] {
                elems.push(elem);
            }
        }
        if let Some(&first) = elems.first().filter(|_| elems.len() == set.len()) {
            let Some(&other) = elems.iter().find(|&&e| e != first) else { return Some(first) };
            let byte = |t| match t {
                TypeTable::UINT8 => "byte".to_owned(),
                _ => self.type_string(t),
            };
            let (a, b, text) = (byte(first), byte(other), self.operand_string(x));
            let message =
                format!("invalid {what}: mismatched slice element types {a} and {b} in {text}");
            return self.bad_arg(x, code, message);
        }
        let have = match x.is_nil() {
            true => "untyped nil".into(),
            false => self.operand_string(x),
        };
        self.bad_arg(x, code, format!("invalid {what}: argument must be a slice; have {have}"))
    }

    fn append(&mut self, e: ExprId, call: &Call, args: &mut [Operand]) -> Option<(Mode, TypeId)> {
        let ty = args[0].ty;
        let elem = self.slice_elem(&args[0], "InvalidAppend", "append")?;
        // append([]byte, string...)
        if call.spread
            && args.len() == 2
            && self.assignable_to_bytes(&args[0])
            && self.q().all(self.q().core_string(args[1].ty), Basic::is_string)
        {
            self.convert_untyped(&mut args[1], TypeTable::STRING);
            return Some((Mode::Value, ty));
        }
        let rest = self.prog.types.slice(elem);
        let params = Box::new([ty, rest]);
        let sig = Signature { params, variadic: true, ..Signature::default() };
        self.arguments(e, call, &sig, args);
        Some((Mode::Value, ty))
    }

    fn assignable_to_bytes(&mut self, x: &Operand) -> bool {
        let bytes = self.prog.types.slice(TypeTable::UINT8);
        self.q().core(x.ty) == bytes || self.assignable(x, bytes).is_ok()
    }

    fn len_cap(&mut self, b: Builtin, x: &mut Operand) -> Option<(Mode, TypeId)> {
        let is_len = b == Builtin::Len;
        if self.prog.types.is_type_param(x.ty) {
            return self.len_cap_of_set(b, x);
        }
        let under = self.underlying(x.ty);
        let array = match self.prog.types[under] {
            Type::Pointer(base) if !matches!(self.prog.types[x.ty], Type::Named(_)) => {
                self.underlying(base)
            }
            _ => under,
        };
        if let Type::Array(_, n) = self.prog.types[array] {
            let mode = match self.env.has_call_or_recv {
                true => Mode::Value,
                false => {
                    let n = if n >= 0 { Value::int(n) } else { Value::Unknown };
                    Mode::Constant(self.prog.consts.push(n))
                }
            };
            return Some((mode, TypeTable::INT));
        }
        match &self.prog.types[under] {
            Type::Basic(b) if b.is_string() && is_len => {
                if let Some(s) = self.const_of(x).and_then(Value::as_bytes) {
                    let n = Value::int(s.len());
                    return Some((Mode::Constant(self.prog.consts.push(n)), TypeTable::INT));
                }
            }
            Type::Slice(_) | Type::Chan(..) => {}
            Type::Map(..) if is_len => {}
            _ => {
                let code = if is_len { "InvalidLen" } else { "InvalidCap" };
                let what = self.operand_string(x);
                let message = format!("invalid argument: {what} for built-in {}", b.name());
                return self.bad_arg(x, code, message);
            }
        }
        Some((Mode::Value, TypeTable::INT))
    }

    /// `len` or `cap` of a value whose type is a type parameter: every type of its type set must
    /// have it.
    fn len_cap_of_set(&mut self, b: Builtin, x: &Operand) -> Option<(Mode, TypeId)> {
        let is_len = b == Builtin::Len;
        let has = |u: TypeId| match self.prog.types[u] {
            Type::Basic(b) => b.is_string() && is_len,
            Type::Map(..) => is_len,
            Type::Slice(_) | Type::Chan(..) | Type::Array(..) => true,
            Type::Pointer(base) => matches!(self.q().under(base), Type::Array(..)),
            _ => false,
        };
        let list = self.q().set_types(x.ty);
        if !list.is_empty() && list.iter().all(|&u| has(u)) {
            return Some((Mode::Value, TypeTable::INT));
        }
        let code = if is_len { "InvalidLen" } else { "InvalidCap" };
        let what = self.operand_string(x);
        let message = format!("invalid argument: {what} for built-in {}", b.name());
        self.bad_arg(x, code, message)
    }

    fn clear(&mut self, x: &mut Operand) -> Option<(Mode, TypeId)> {
        let clearable = |u: TypeId| matches!(self.prog.types[u], Type::Map(..) | Type::Slice(_));
        let list = match self.prog.types.is_type_param(x.ty) {
            true => self.q().set_types(x.ty),
            false => vec![self.underlying(x.ty)],
        };
        if list.is_empty() || !list.iter().all(|&u| clearable(u)) {
            let what = self.operand_string(x);
            let message = format!(
                "invalid argument: cannot clear {what}: argument must be (or constrained by) map or slice"
            );
            return self.bad_arg(x, "InvalidClear", message);
        }
        Some(self.no_value())
    }

    fn close(&mut self, x: &mut Operand) -> Option<(Mode, TypeId)> {
        let list = match self.prog.types.is_type_param(x.ty) {
            true => self.q().set_types(x.ty),
            false => vec![self.underlying(x.ty)],
        };
        let mut faults = list.iter().filter_map(|&u| match &self.prog.types[u] {
            Type::Chan(ChanDir::Recv, _) => Some("receive-only channel"),
            Type::Chan(..) => None,
            _ => Some("non-channel"),
        });
        let fault = if list.is_empty() { Some("non-channel") } else { faults.next() };
        let Some(kind) = fault else { return Some(self.no_value()) };
        let what = self.operand_string(x);
        let message = format!("invalid operation: cannot close {kind} {what}");
        self.bad_arg(x, "InvalidClose", message)
    }

    fn complex(&mut self, e: ExprId, args: &mut [Operand]) -> Option<(Mode, TypeId)> {
        let [x, y] = args else { return None };
        let untyped = |c: &Checker, x: &Operand| c.prog.types.is_untyped(x.ty);
        match (untyped(self, x), untyped(self, y)) {
            (false, false) => {}
            (true, false) => self.convert_untyped(x, y.ty),
            (false, true) => self.convert_untyped(y, x.ty),
            (true, true) if self.both_constant(x, y) => {
                for x in [&mut *x, &mut *y] {
                    let real = self.const_of(x).is_some_and(Value::is_real);
                    if real && self.q().all(x.ty, Basic::is_numeric) {
                        x.ty = TypeTable::basic(Basic::UntypedFloat);
                    }
                }
            }
            // A shift of untyped constants: the error is that floats do not shift.
            (true, true) => {
                self.convert_untyped(x, TypeTable::FLOAT64);
                self.convert_untyped(y, TypeTable::FLOAT64);
            }
        }
        if !x.is_valid() || !y.is_valid() {
            return None;
        }
        if x.ty != y.ty {
            let (text, xt, yt) =
                (self.expr_string(e), self.type_string(x.ty), self.type_string(y.ty));
            let message = format!("invalid operation: {text} (mismatched types {xt} and {yt})");
            return self.bad_arg(x, "InvalidComplex", message);
        }
        if self.prog.types.is_type_param(x.ty) && self.q().all(x.ty, Basic::is_float) {
            return self.unsupported(x, "InvalidComplex", Builtin::Complex);
        }
        let result = match self.q().basic(x.ty) {
            Some(Basic::Float32) => Basic::Complex64,
            Some(Basic::Float64) => Basic::Complex128,
            Some(Basic::UntypedFloat) => Basic::UntypedComplex,
            _ => {
                let ty = self.type_string(x.ty);
                let message =
                    format!("invalid argument: arguments have type {ty}, expected floating-point");
                return self.bad_arg(x, "InvalidComplex", message);
            }
        };
        let mode = match (self.const_of(x), self.const_of(y)) {
            (Some(re), Some(im)) => {
                let z = Value::complex(re.clone(), im.clone());
                Mode::Constant(self.prog.consts.push(z))
            }
            _ => Mode::Value,
        };
        Some((mode, TypeTable::basic(result)))
    }

    /// A value whose type is a type parameter, for which the result's type has no name.
    fn unsupported<T>(&mut self, x: &Operand, code: &'static str, b: Builtin) -> Option<T> {
        let (what, name) = (self.operand_string(x), b.name());
        let message = format!(
            "{what} not supported as argument to built-in {name} for go1.18 (see go.dev/issue/50937)"
        );
        self.bad_arg(x, code, message)
    }

    fn copy(&mut self, args: &mut [Operand]) -> Option<(Mode, TypeId)> {
        let [x, y] = args else { return None };
        let to = self.slice_elem(x, "InvalidCopy", "copy")?;
        let from = self.q().core_string(y.ty);
        let string = self.q().all(from, Basic::is_string);
        if string && self.assignable_to_bytes(x) {
            self.convert_untyped(y, TypeTable::STRING);
        } else {
            let from = match string {
                true => TypeTable::UINT8,
                false => self.slice_elem(y, "InvalidCopy", "copy")?,
            };
            if to != from {
                let (xs, ys) = (self.operand_string(x), self.operand_string(y));
                let from = match string {
                    true => "byte".to_owned(),
                    false => self.element_type_string(y, from),
                };
                let to = self.element_type_string(x, to);
                let message = format!(
                    "invalid copy: arguments {xs} and {ys} have different element types {to} and {from}"
                );
                return self.bad_arg(x, "InvalidCopy", message);
            }
        }
        Some((Mode::Value, TypeTable::INT))
    }

    fn delete(&mut self, args: &mut [Operand]) -> Option<(Mode, TypeId)> {
        let [m, key] = args else { return None };
        let list = match self.prog.types.is_type_param(m.ty) {
            true => self.q().set_types(m.ty),
            false => vec![self.underlying(m.ty)],
        };
        let mut keys = Vec::with_capacity(list.len());
        for u in &list {
            if let Type::Map(key, _) = self.prog.types[*u] {
                keys.push(key);
            }
        }
        let Some(&key_ty) = keys.first().filter(|_| keys.len() == list.len()) else {
            let what = self.operand_string(m);
            let message = format!("invalid argument: {what} is not a map");
            return self.bad_arg(m, "InvalidDelete", message);
        };
        if keys.iter().any(|&k| k != key_ty) {
            let what = self.operand_string(m);
            let message = format!("invalid argument: maps of {what} must have identical key types");
            return self.bad_arg(m, "InvalidDelete", message);
        }
        let map = m.expr;
        self.assignment_to(key, Some(key_ty), "argument to delete", |c| {
            Some(Spelling::Key(c.env.file, map?))
        });
        key.is_valid().then_some(())?;
        Some(self.no_value())
    }

    fn real_imag(&mut self, b: Builtin, mut x: Operand) -> Option<(Mode, TypeId)> {
        if self.prog.types.is_untyped(x.ty) {
            if !x.is_constant() {
                // A shift of an untyped constant: the error is that complex numbers do not shift.
                self.convert_untyped(&mut x, TypeTable::COMPLEX128);
            } else if self.q().all(x.ty, Basic::is_numeric) {
                x.ty = TypeTable::basic(Basic::UntypedComplex);
            }
            if !x.is_valid() {
                return None;
            }
        }
        if self.prog.types.is_type_param(x.ty) && self.q().all(x.ty, Basic::is_complex) {
            let code = if b == Builtin::Real { "InvalidReal" } else { "InvalidImag" };
            return self.unsupported(&x, code, b);
        }
        let result = match self.q().basic(x.ty) {
            Some(Basic::Complex64) => Basic::Float32,
            Some(Basic::Complex128) => Basic::Float64,
            Some(Basic::UntypedComplex) => Basic::UntypedFloat,
            _ => {
                let code = if b == Builtin::Real { "InvalidReal" } else { "InvalidImag" };
                let ty = self.type_string(x.ty);
                let message =
                    format!("invalid argument: argument has type {ty}, expected complex type");
                return self.bad_arg(&x, code, message);
            }
        };
        let part = self.const_of(&x).map(|z| if b == Builtin::Real { z.re() } else { z.im() });
        let mode = part.map_or(Mode::Value, |v| Mode::Constant(self.prog.consts.push(v)));
        Some((mode, TypeTable::basic(result)))
    }

    fn make(&mut self, e: ExprId, call: &Call) -> Option<(Mode, TypeId)> {
        let first = call.args[0];
        let ty = self.var_type(first);
        let least = |u: TypeId| match self.prog.types[u] {
            Type::Basic(Basic::Invalid) => Ok(0),
            Type::Slice(_) => Ok(2),
            Type::Map(..) | Type::Chan(..) => Ok(1),
            _ => Err("type must be slice, map, or channel".to_owned()),
        };
        let set = self.q().set_types(ty);
        let min = match set.iter().find_map(|&u| least(u).err()) {
            Some(cause) => Err(cause),
            None => match self.q().common_under(ty) {
                Ok(under) => least(under),
                Err(why) => Err(self.uncommon_cause(why)),
            },
        };
        let min = match min {
            Ok(0) => {
                self.use_exprs(&call.args[1..]);
                return None;
            }
            Ok(n) => n,
            Err(cause) => {
                let text = self.expr_string(first);
                let message = format!("invalid argument: cannot make {text}: {cause}");
                self.error(self.span(first), "InvalidMake", message);
                self.use_exprs(&call.args[1..]);
                return None;
            }
        };
        let n = call.args.len();
        if n < min || n > min + 1 {
            let text = self.expr_string(e);
            let message = format!(
                "invalid operation: {text} expects {min} or {} arguments; found {n}",
                min + 1
            );
            self.error(self.span(e), "WrongArgCount", message);
            return None;
        }
        let mut sizes = Vec::new();
        for &arg in &call.args[1..] {
            sizes.extend(self.index(arg, None).and_then(|i| i.value));
        }
        if let [len, cap] = *sizes
            && len > cap
        {
            let message = "invalid argument: length and capacity swapped";
            self.error(self.span(call.args[1]), "SwappedMakeArgs", message);
        }
        Some((Mode::Value, ty))
    }

    fn min_max(&mut self, b: Builtin, args: &mut [Operand]) -> Option<(Mode, TypeId)> {
        let op = if b == Builtin::Max { BinOp::Gt } else { BinOp::Lt };
        let exprs: Vec<Option<ExprId>> = args.iter().map(|a| a.expr).collect();
        let mut x = args[0];
        for (i, a) in args.iter_mut().enumerate() {
            if !self.q().all(a.ty, Basic::is_ordered) {
                let what = self.operand_string(a);
                let message = format!("invalid argument: {what} cannot be ordered");
                return self.bad_arg(a, "InvalidMinMaxOperand", message);
            }
            if i == 0 {
                continue;
            }
            if !self.match_types(&mut x, a) {
                return None;
            }
            if x.ty != a.ty {
                let (xt, at, text) =
                    (self.type_string(x.ty), self.type_string(a.ty), self.operand_text(a));
                let message = format!(
                    "invalid argument: mismatched types {xt} (previous argument) and {at} (type of {text})"
                );
                return self.bad_arg(a, "MismatchedTypes", message);
            }
            match (self.const_of(a), self.const_of(&x)) {
                (Some(v), Some(best)) => {
                    if arith::compare(v, op, best) == Some(true) {
                        x = *a;
                    }
                }
                _ => x.mode = Mode::Value,
            }
        }
        if !x.is_constant() {
            x.mode = Mode::Value;
            let any = self.any_type();
            let context = format!("argument to built-in {}", b.name());
            self.assign_arg(&mut x, Some(any), &context)?;
        }
        for e in exprs {
            self.update_type(e, x.ty, true);
        }
        Some((x.mode, x.ty))
    }

    /// The source of an operand.
    fn operand_text(&self, x: &Operand) -> String {
        x.expr.map_or_else(|| self.operand_string(x), |e| self.expr_string(e))
    }

    /// `new(T)` or `new(value)`.
    fn new_call(&mut self, call: &Call) -> Option<(Mode, TypeId)> {
        let arg = call.args[0];
        let mut x = self.expr_or_type(arg);
        if !matches!(x.mode, Mode::Invalid | Mode::TypeExpr | Mode::Builtin(_) | Mode::Nil)
            && !self.allows(26)
        {
            let what = format!("new({})", self.expr_string(arg));
            self.require(self.span(call.fun), 26, &what);
        }
        match x.mode {
            Mode::Invalid => return None,
            Mode::TypeExpr => {
                // Checked again as the type of a variable.
                x.ty = self.var_type(arg);
            }
            Mode::Builtin(_) => {
                let what = self.operand_string(&x);
                self.fail(&mut x, "UncalledBuiltin", format!("{what} must be called"));
                return None;
            }
            _ if self.prog.types.is_untyped(x.ty) => {
                self.assign_arg(&mut x, None, "argument to new")?;
            }
            _ => {}
        }
        if x.ty == TypeTable::INVALID {
            return None;
        }
        Some((Mode::Value, self.prog.types.pointer(x.ty)))
    }
}

/// The least and the greatest number of arguments.
fn arity(b: Builtin) -> (usize, Option<usize>) {
    use Builtin::*;
    match b {
        Print | Println => (0, None),
        Append | Make | Max | Min => (1, None),
        Recover => (0, Some(0)),
        Complex | Copy | Delete | UnsafeAdd | UnsafeSlice | UnsafeString => (2, Some(2)),
        _ => (1, Some(1)),
    }
}
