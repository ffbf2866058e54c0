//! Go types as IR types.

use super::Lower;
use crate::ir::entities::*;
use crate::ir::module::Module;
use crate::types::repr::*;

/// The leaves an aggregate may have and still travel in temporaries.
const MAX_DIRECT_LEAVES: usize = 4;

/// How a function's Go parameters and results become IR parameters and an IR result.
#[derive(Clone, Debug)]
pub struct CallShape {
    pub sig: SigId,
    /// For each Go result: where it is.
    pub results: Vec<ResultPlace>,
    /// For each Go parameter (the receiver first, if any): is it passed in memory?
    pub params_in_memory: Vec<bool>,
    pub param_types: Vec<TypeId>,
    pub result_types: Vec<TypeId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ResultPlace {
    /// The IR result itself.
    Whole,
    /// A field of the IR result.
    Field(u32),
    /// Written through this leading pointer parameter.
    Memory(u32),
}

impl Lower<'_> {
    /// The underlying type (spec: Underlying types); the checker has resolved every type by now.
    pub fn underlying(&self, t: TypeId) -> TypeId {
        match self.c.prog.types[t] {
            Type::Named(n) => self.c.prog.ents.named[n].underlying.unwrap_or(t),
            _ => t,
        }
    }

    /// Makes sure that the checker has looked at the declaration of a type.
    pub fn resolve(&mut self, t: TypeId) {
        if let Type::Named(n) = self.c.prog.types[t]
            && self.c.prog.ents.named[n].underlying.is_none()
        {
            self.c.obj_decl(self.c.prog.ents.named[n].obj);
        }
    }

    pub fn agg(&mut self, fields: &[Ty]) -> Ty {
        Ty::Agg(self.m.agg(Agg::Struct(fields.into())))
    }

    /// `{ptr, len}`
    pub fn string_ty(&mut self) -> Ty {
        self.agg(&[Ty::Ptr, Ty::I32])
    }

    /// `{ptr, len, cap}`
    pub fn slice_ty(&mut self) -> Ty {
        self.agg(&[Ty::Ptr, Ty::I32, Ty::I32])
    }

    /// `{descriptor or itab, data word}`
    pub fn iface_ty(&mut self) -> Ty {
        self.agg(&[Ty::Ptr, Ty::Ptr])
    }

    /// The IR type of a Go type, in memory and (if direct) as a temporary.
    pub fn ty(&mut self, t: TypeId) -> Ty {
        if let Some(ty) = self.tys.get(&t) {
            return *ty;
        }
        let ty = match self.c.prog.types[t].clone() {
            Type::Basic(b) => self.basic_ty(b),
            Type::Named(_) | Type::TypeParam(_) => {
                let u = self.underlying(t);
                self.ty(u)
            }
            Type::Pointer(_) | Type::Map(..) | Type::Chan(..) | Type::Func(_) => Ty::Ptr,
            Type::Slice(_) => self.slice_ty(),
            Type::Array(elem, n) => {
                let elem = self.ty(elem);
                Ty::Agg(self.m.agg(Agg::Array(elem, n.max(0) as u64)))
            }
            Type::Struct(fields) => {
                let fields: Vec<Ty> = fields.iter().map(|f| self.ty(f.ty)).collect();
                self.agg(&fields)
            }
            Type::Tuple(list) => {
                let list: Vec<Ty> = list.iter().map(|t| self.ty(*t)).collect();
                self.agg(&list)
            }
            Type::Interface(_) => self.iface_ty(),
            Type::Union(_) => unreachable!("a union is not the type of a value"),
        };
        self.tys.insert(t, ty);
        ty
    }

    fn basic_ty(&mut self, b: Basic) -> Ty {
        match b {
            Basic::Bool | Basic::UntypedBool => Ty::Bool,
            Basic::Int8 | Basic::Uint8 => Ty::I8,
            Basic::Int16 | Basic::Uint16 => Ty::I16,
            Basic::Int64 | Basic::Uint64 => Ty::I64,
            Basic::Int | Basic::Int32 | Basic::Uint | Basic::Uint32 | Basic::Uintptr => Ty::I32,
            Basic::UntypedInt | Basic::UntypedRune => Ty::I32,
            Basic::Float32 => Ty::F32,
            Basic::Float64 | Basic::UntypedFloat => Ty::F64,
            Basic::Complex64 => self.agg(&[Ty::F32, Ty::F32]),
            Basic::Complex128 | Basic::UntypedComplex => self.agg(&[Ty::F64, Ty::F64]),
            Basic::String | Basic::UntypedString => self.string_ty(),
            Basic::UnsafePointer | Basic::UntypedNil => Ty::Ptr,
            Basic::Invalid => unreachable!("a program with errors is not lowered"),
        }
    }

    /// Does a value of this type travel in temporaries? See `docs/abi.md`, Values.
    pub fn is_direct(&mut self, t: TypeId) -> bool {
        let ty = self.ty(t);
        leaves(&self.m, ty).is_some_and(|n| n <= MAX_DIRECT_LEAVES)
    }

    /// How a function of Go type `func` (a `Type::Func`) is called; `recv` is the type of the
    /// receiver, `closure` adds the closure object as the last parameter.
    pub fn call_shape(&mut self, func: TypeId, recv: Option<TypeId>, closure: bool) -> CallShape {
        let u = self.underlying(func);
        let Type::Func(sig) = self.c.prog.types[u].clone() else {
            unreachable!("call_shape of a type that is no function")
        };
        let (mut params, mut direct, mut results) = (Vec::new(), Vec::new(), Vec::new());
        for &r in sig.results.iter() {
            if self.is_direct(r) {
                results.push(ResultPlace::Field(direct.len() as u32));
                direct.push(self.ty(r));
            } else {
                results.push(ResultPlace::Memory(params.len() as u32));
                params.push(Ty::Ptr);
            }
        }
        if direct.len() == 1 {
            for place in results.iter_mut().filter(|p| matches!(p, ResultPlace::Field(_))) {
                *place = ResultPlace::Whole;
            }
        }
        let param_types: Vec<TypeId> = recv.iter().chain(sig.params.iter()).copied().collect();
        let mut params_in_memory = Vec::with_capacity(param_types.len());
        for &p in &param_types {
            let memory = !self.is_direct(p);
            params_in_memory.push(memory);
            params.push(if memory { Ty::Ptr } else { self.ty(p) });
        }
        if closure {
            params.push(Ty::Ptr);
        }
        let result = match direct.len() {
            0 => None,
            1 => Some(direct[0]),
            _ => Some(self.agg(&direct)),
        };
        let sig_id = self.m.sig(Sig { params: params.into(), result });
        let result_types = sig.results.to_vec();
        CallShape { sig: sig_id, results, params_in_memory, param_types, result_types }
    }
}

/// The number of scalar leaves of a type; `None` if it holds an array of several elements.
fn leaves(m: &Module, ty: Ty) -> Option<usize> {
    let Ty::Agg(id) = ty else { return Some(1) };
    match m.agg_def(id) {
        Agg::Struct(fields) => fields.iter().try_fold(0, |n, f| Some(n + leaves(m, *f)?)),
        Agg::Array(_, 0) => Some(0),
        Agg::Array(elem, 1) => leaves(m, *elem),
        Agg::Array(..) => None,
    }
}
