//! Interface values: making them, taking them apart, assertions (spec: Type assertions).

use super::{FuncLower, Val};
use crate::check::constant::Value;
use crate::ir::entities::*;
use crate::ir::function::{CastOp, CmpOp};
use crate::ir::module::Const;
use crate::syntax::ast::ExprId;
use crate::types::repr::*;
use crate::types::table::TypeTable;

/// Bytes of the data word.
const WORD: u32 = 4;

impl FuncLower<'_, '_, '_> {
    pub(super) fn interface(&self, t: TypeId) -> &Interface {
        match &self.l.c.prog.types[self.l.underlying(t)] {
            Type::Interface(i) => i,
            other => unreachable!("{other:?} is no interface"),
        }
    }

    /// Is it an interface with methods, whose values hold an itab?
    pub(super) fn has_methods(&self, t: TypeId) -> bool {
        !self.interface(t).methods.is_empty()
    }

    /// `interface{}`
    pub(super) fn empty_interface(&mut self) -> TypeId {
        self.l.c.prog.types.intern(Type::Interface(Box::default()))
    }

    // Making

    /// The first word of an interface of type `iface` that holds a value of type `t`.
    fn iface_word(&mut self, t: TypeId, iface: TypeId) -> Operand {
        Operand::Global(self.l.iface_word(iface, t))
    }

    pub(super) fn box_val(&mut self, v: Val, from: TypeId, iface: TypeId) -> Operand {
        let word = self.iface_word(from, iface);
        let data = match self.size_of(from) {
            0 => Operand::Null,
            1..=WORD => self.data_word(v, from),
            _ => {
                let ty = self.ty(from);
                let object = self.new_object(ty, "value put into an interface");
                self.store_val(object, v, from);
                object
            }
        };
        let ty = self.l.iface_ty();
        self.make(ty, &[word, data])
    }

    /// A constant in an interface; what does not fit into the data word lies in the image.
    pub(super) fn box_constant(&mut self, e: ExprId, iface: TypeId) -> Val {
        let from = self.type_of(e);
        if self.size_of(from) <= WORD {
            let v = self.const_val(e, from);
            return Val::Op(self.box_val(v, from, iface));
        }
        let value = self.constant(e).expect("a constant has a value").clone();
        let ty = self.ty(from);
        let init = self.const_init_of(&value, ty);
        let align = self.align_of(from);
        let global = self.l.const_global("boxed", ty, init, align);
        let word = self.iface_word(from, iface);
        let ty = self.l.iface_ty();
        Val::Op(self.make(ty, &[word, Operand::Global(global)]))
    }

    /// A constant value as an initial value.
    fn const_init_of(&mut self, v: &Value, ty: Ty) -> Const {
        match ty {
            Ty::F32 => Const::Float(v.to_f32().unwrap_or(0.0).to_bits() as u64),
            Ty::F64 => Const::Float(v.to_f64().unwrap_or(0.0).to_bits()),
            Ty::Agg(_) => match v.as_bytes() {
                Some([]) => Const::Zero,
                Some(bytes) => {
                    let data = self.l.string_global(bytes);
                    Const::Agg(vec![Const::Global(data, 0), Const::Int(bytes.len() as u64)])
                }
                None => {
                    let part = self.l.m.part_ty(ty, 0);
                    let re = self.const_init_of(&v.re(), part);
                    let im = self.const_init_of(&v.im(), part);
                    Const::Agg(vec![re, im])
                }
            },
            _ => Const::Int(v.to_bits().unwrap_or(0)),
        }
    }

    /// A value of at most a word as a data word.
    fn data_word(&mut self, v: Val, t: TypeId) -> Operand {
        match v {
            Val::Op(op) => self.op_to_word(op),
            Val::Mem(addr) => {
                let ty = self.ty(t);
                let slot = self.temp(Ty::Ptr);
                self.b.store(slot, Operand::Null);
                self.b.copy(slot, addr, ty);
                self.b.load(slot, Ty::Ptr)
            }
        }
    }

    fn op_to_word(&mut self, op: Operand) -> Operand {
        match self.b.ty(op) {
            Ty::Ptr => op,
            Ty::F32 => {
                let bits = self.b.cast(CastOp::Bits, op, Ty::I32);
                self.b.cast(CastOp::IntToPtr, bits, Ty::Ptr)
            }
            Ty::Agg(id) => {
                if let Agg::Struct(fields) = self.l.m.agg_def(id)
                    && fields.len() == 1
                {
                    let field = self.extract(op, 0);
                    return self.op_to_word(field);
                }
                let slot = self.temp(Ty::Ptr);
                self.b.store(slot, Operand::Null);
                self.b.store(slot, op);
                self.b.load(slot, Ty::Ptr)
            }
            _ if op.is_zero() => Operand::Null,
            _ => {
                let word = self.b.int_resize(op, Ty::I32, false);
                self.b.cast(CastOp::IntToPtr, word, Ty::Ptr)
            }
        }
    }

    // Taking apart

    /// The value of type `t` that a data word stands for.
    pub(super) fn unbox(&mut self, data: Operand, t: TypeId) -> Val {
        match self.size_of(t) {
            0 => self.zero_val(t),
            1..=WORD => {
                let ty = self.ty(t);
                match ty {
                    Ty::Ptr => Val::Op(data),
                    Ty::F32 => {
                        let word = self.b.cast(CastOp::PtrToInt, data, Ty::I32);
                        Val::Op(self.b.cast(CastOp::Bits, word, ty))
                    }
                    Ty::Agg(_) => {
                        let slot = self.temp(Ty::Ptr);
                        self.b.store(slot, data);
                        self.load_val(slot, t)
                    }
                    _ => {
                        let word = self.b.cast(CastOp::PtrToInt, data, Ty::I32);
                        Val::Op(self.b.int_resize(word, ty, false))
                    }
                }
            }
            _ => self.load_val(data, t),
        }
    }

    /// The descriptor of the dynamic type of an interface value; null for nil.
    pub(super) fn dynamic_type(&mut self, v: Operand, iface: TypeId) -> Operand {
        let word = self.extract(v, 0);
        if !self.has_methods(iface) {
            return word;
        }
        let result = self.temp(Ty::Ptr);
        self.b.store(result, Operand::Null);
        let some = self.b.new_block();
        let done = self.b.new_block();
        let cond = self.b.not_null(word);
        self.b.cond_br(cond, some, done);
        self.b.switch_to(some);
        let desc = self.b.load(word, Ty::Ptr);
        self.b.store(result, desc);
        self.b.br(done);
        self.b.switch_to(done);
        self.b.load(result, Ty::Ptr)
    }

    /// An interface value as one of another interface type that it is known to implement.
    pub(super) fn convert_interface(&mut self, v: Operand, from: TypeId, to: TypeId) -> Operand {
        self.l.flows(from, to);
        if self.l.underlying(from) == self.l.underlying(to)
            || !self.has_methods(from) && !self.has_methods(to)
        {
            return v;
        }
        let desc = self.dynamic_type(v, from);
        let word = match self.has_methods(to) {
            true => self.find_itab(desc, to),
            false => desc,
        };
        let data = self.extract(v, 1);
        let ty = self.l.iface_ty();
        self.make(ty, &[word, data])
    }

    /// The itab of a dynamic type for an interface with methods; null if the type is nil or does
    /// not implement it.
    fn find_itab(&mut self, desc: Operand, iface: TypeId) -> Operand {
        let result = self.temp(Ty::Ptr);
        self.b.store(result, Operand::Null);
        let some = self.b.new_block();
        let done = self.b.new_block();
        let cond = self.b.not_null(desc);
        self.b.cond_br(cond, some, done);
        self.b.switch_to(some);
        let table = Operand::Global(self.l.itab_table(iface));
        let tab = self.rt_value("findItab", &[table, desc]);
        self.b.store(result, tab);
        self.b.br(done);
        self.b.switch_to(done);
        self.b.load(result, Ty::Ptr)
    }

    /// The interface types whose values a value of an interface type can be. The runtime looks at
    /// the values of panics as `interface{}`.
    pub(super) fn sources(&mut self, iface: TypeId) -> Vec<TypeId> {
        if iface == self.l.stored() {
            return vec![iface, self.empty_interface()];
        }
        if !self.src.unchecked || self.has_methods(iface) {
            return vec![iface];
        }
        vec![iface, self.l.panics()]
    }

    /// Whether the dynamic type of a value of type `from` is (or implements) `t`: the condition, and
    /// for a target interface the first word of the converted value.
    pub(super) fn matches_type(
        &mut self,
        desc: Operand,
        from: TypeId,
        t: TypeId,
    ) -> (Operand, Operand) {
        let sources = self.sources(from);
        if !sources.iter().any(|&from| self.l.may_hold(from, t)) {
            return (Operand::bool(false), Operand::Null);
        }
        if self.is_interface(t) {
            for from in sources {
                self.l.flows(from, t);
            }
            let word = match self.has_methods(t) {
                true => self.find_itab(desc, t),
                false => desc,
            };
            return (self.b.not_null(word), word);
        }
        let want = Operand::Global(self.l.type_desc(t));
        (self.b.cmp(CmpOp::Eq, desc, want), desc)
    }

    /// The value of an interface that was found to match `t`; `word` is from
    /// [`matches_type`](Self::matches_type).
    pub(super) fn matched_value(&mut self, v: Operand, word: Operand, t: TypeId) -> Val {
        let data = self.extract(v, 1);
        if self.is_interface(t) {
            let ty = self.l.iface_ty();
            return Val::Op(self.make(ty, &[word, data]));
        }
        self.unbox(data, t)
    }

    // Assertions

    /// `x.(T)`, which panics if it does not hold.
    pub(super) fn type_assert(&mut self, x: ExprId, t: TypeId) -> Val {
        let from = self.asserted_type(x, t);
        let v = self.expr(x);
        let desc = self.dynamic_type(v, from);
        let (cond, word) = self.matches_type(desc, from, t);
        let good = self.b.new_block();
        let bad = self.b.new_block();
        self.b.cond_br(cond, good, bad);
        self.b.switch_to(bad);
        self.assertion_failed(desc, from, t);
        self.b.switch_to(good);
        self.matched_value(v, word, t)
    }

    fn assertion_failed(&mut self, desc: Operand, from: TypeId, t: TypeId) {
        let want = Operand::Global(self.l.type_desc(t));
        let static_type = match self.is_interface(t) {
            true => "interface".to_owned(),
            false if !self.has_methods(from) => "interface {}".to_owned(),
            false => self.l.type_name(from, false),
        };
        let name = self.string_const(static_type.as_bytes());
        if self.is_interface(t) && self.has_methods(t) {
            let missing = self.b.new_block();
            let nil = self.b.new_block();
            let cond = self.b.not_null(desc);
            self.b.cond_br(cond, missing, nil);
            self.b.switch_to(missing);
            let method = self.interface(t).methods[0].name;
            let method = self.string_const(method.as_str().as_bytes());
            self.rt("panicTypeAssertMissing", &[desc, want, method]);
            self.b.unreachable();
            self.b.switch_to(nil);
        }
        self.rt("panicTypeAssert", &[desc, want, name]);
        self.b.unreachable();
    }

    /// `v, ok := x.(T)`
    pub(super) fn type_assert_ok(&mut self, e: ExprId, x: ExprId) -> Vec<(Val, TypeId)> {
        let t = self.type_of(e);
        let t = self.tuple(t)[0];
        let from = self.asserted_type(x, t);
        let v = self.expr(x);
        let desc = self.dynamic_type(v, from);
        let (cond, word) = self.matches_type(desc, from, t);
        let ty = self.ty(t);
        let result = self.temp(ty);
        let good = self.b.new_block();
        let done = self.b.new_block();
        if self.size_of(t) > 0 {
            self.b.zero(result, ty);
        }
        self.b.cond_br(cond, good, done);
        self.b.switch_to(good);
        if self.b.is_live() {
            let value = self.matched_value(v, word, t);
            self.store_val(result, value, t);
        }
        self.b.br(done);
        self.b.switch_to(done);
        let value = self.load_val(result, t);
        vec![(value, t), (Val::Op(cond), TypeTable::BOOL)]
    }
}
