//! Bodies of functions: from the checked syntax tree to IR.
//!
//! One [`FuncLower`] makes one IR function (two, if it defers calls). It reads the checker's tables
//! only through [`FuncLower::type_of`] and its kin, so that type arguments are put in at one place,
//! and it knows nothing of targets.
//!
//! Values of *direct* types are operands; all others are handled by address ([`Val`]). Children by
//! topic: `analyze` which variables are shared; `vars` where variables live; `body` entry, results
//! and return; `stmt`, `assign`, `switch`, `range`, `rangefunc` statements; `expr`, `lvalue`,
//! `binary`, `arith`, `convert`, `call`, `method`, `builtins`, `composite`, `closure`, `iface`,
//! `map`, `slice`, `string`, `equal` expressions; `go_`, `chan`, `select` goroutines and channels;
//! `defer_` defer, panic and recover; `intrinsics` functions made in place.

mod analyze;
mod arith;
mod assign;
mod asm;
mod binary;
mod body;
mod builtins;
mod call;
mod call_site;
mod chan;
mod closure;
mod composite;
mod convert;
mod defer_;
mod equal;
mod expr;
mod format;
mod go_;
mod hoist;
mod iface;
mod intrinsics;
mod labels;
mod lvalue;
mod map;
mod method;
mod print;
mod range;
mod rangefunc;
mod select;
mod slice;
mod stmt;
mod storage;
mod string;
mod switch;
mod temps;
mod vars;

pub use body::{lower_body, lower_initializer};

use super::Lower;
use crate::base::intern::Symbol;
use crate::base::source::{FileId, Pos};
use crate::check::constant::Value;
use crate::check::program::{ExprInfo, Mode, Selection, SelectionKind};
use crate::ir::builder::FuncBuilder;
use crate::ir::entities::*;
use crate::ir::function::{CastOp, CheckKind};
use crate::ir::layout;
use crate::ir::module::{Const, Module};
use crate::syntax::ast::{ExprId, File};
use crate::types::lookup::{self, FoundKind};
use crate::types::repr::*;
use crate::types::subst::TypeMap;
use crate::types::table::TypeTable;
use analyze::{Ctx, Facts, VarKey};
use rustc_hash::{FxHashMap, FxHashSet};

/// From this size on slots of temporaries are used again.
const LARGE: u64 = 32;

/// The first argument of functions to which a caller can lend memory for their result; the pass
/// `escape` decides where it does.
const NO_ROOM: Operand = Operand::Zero(Ty::Ptr);

/// What all the functions made from one declaration (itself, its literals) have in common.
#[derive(Clone, Copy)]
struct Source<'x> {
    ast: &'x File,
    file: FileId,
    facts: &'x Facts,
    /// The type arguments of this instance.
    map: &'x TypeMap,
    /// In packages that make no implicit checks (see `docs/abi.md`).
    unchecked: bool,
}

/// See [`Source::unchecked`].
const UNCHECKED: [&str; 4] =
    ["runtime", "internal/builtins", "runtime/interrupt", "runtime/volatile"];

/// How the functions in a function are named: as Go's own compiler does it.
#[derive(Clone, Debug, Default)]
struct Names {
    /// Their names start with this: the declared function, or the literal around. Bodies of loops
    /// over functions do not count.
    outer: String,
    in_literal: bool,
    literals: u32,
    /// Bodies of loops.
    ranges: u32,
}

/// A function while it is lowered.
struct FuncLower<'x, 'l, 'a> {
    l: &'l mut Lower<'a>,
    b: FuncBuilder,
    src: Source<'x>,
    /// What is known of this function, literal or range body.
    ctx: &'x Ctx,
    /// The function whose code address is called; for one that defers, the outer one.
    id: FuncId,
    names: Names,
    vars: FxHashMap<VarKey, vars::Var>,
    /// The values of variables that are never assigned to, where lowering knows them.
    known: FxHashMap<ObjId, bool>,
    /// The arguments that come next are stored in a `sync.Pool` or `sync.Map`.
    storing: bool,
    /// The callees of calls whose stored or recovered value is only asserted to be of a type.
    confined: FxHashSet<ExprId>,
    /// Values of calls that were made before what is around them.
    hoisted: FxHashMap<ExprId, Val>,
    /// Is what is evaluated part of an expression whose calls were made already?
    in_order: bool,
    /// The place of the selector that comes next is not written to, or only with false.
    only_read: bool,
    /// Function literals whose result is stored in a `sync.Pool`.
    pool_literals: FxHashSet<ExprId>,
    /// Variables with a stored value that is only asserted to be of a type.
    stored: FxHashSet<ObjId>,
    /// Variables with what `recover` gave: does it get no further?
    recovered: FxHashMap<ObjId, bool>,
    temps: temps::Temps,
    results: Vec<body::ResultVar>,
    /// For a function that defers: the frame object (see `docs/abi.md`).
    frame: Option<defer_::Frame>,
    /// What `break` and `continue` can refer to, innermost last.
    targets: Vec<stmt::Target>,
    /// Of the functions around a range-over-func body, outermost first.
    outer_targets: Vec<stmt::OuterTarget>,
    next_target: u32,
    labels: FxHashMap<Symbol, BlockId>,
    /// The label of the statement about to be lowered.
    pending_label: Option<Symbol>,
    /// How many loops are around the statement being lowered.
    loops: u32,
    /// The body of a range-over-func loop: what it needs to leave.
    range_body: Option<rangefunc::RangeBody<'x>>,
    /// Where the next `fallthrough` goes.
    fallthrough: Option<BlockId>,
    /// Whether the function was called by the deferred call mechanism (I32), if it calls recover.
    token: Option<Operand>,
}

/// A value: a temporary, or for types that are not direct the address of memory that holds it.
/// Such memory may belong to a variable; it is read before anything else happens, or copied.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Val {
    Op(Operand),
    Mem(Operand),
}

/// The kind of an underlying type.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Kind {
    Basic(Basic),
    Pointer(TypeId),
    Slice(TypeId),
    Array(TypeId, i64),
    Map(TypeId, TypeId),
    Chan(TypeId),
    Struct,
    Func,
    Interface,
    Other,
}

impl<'x> FuncLower<'x, '_, '_> {
    // What the checker found

    fn info(&self, e: ExprId) -> ExprInfo {
        self.l.c.prog.expr(self.src.file, e)
    }

    /// The type of an expression, with the function's type arguments put in.
    fn type_of(&mut self, e: ExprId) -> TypeId {
        let t = self.info(e).ty;
        self.subst(t)
    }

    /// A type of the source as this instance of the function sees it.
    fn subst(&mut self, t: TypeId) -> TypeId {
        if self.src.map.is_empty() { t } else { self.l.subst(self.src.map, t) }
    }

    fn constant(&self, e: ExprId) -> Option<&Value> {
        self.l.c.prog.const_value(self.src.file, e)
    }

    fn mode(&self, e: ExprId) -> Mode {
        self.info(e).mode
    }

    fn object(&self, e: ExprId) -> Option<ObjId> {
        self.l.c.prog.object(self.src.file, e)
    }

    /// What a selector selects, seen with the type arguments: a method of a type parameter is one
    /// of the type argument.
    fn selection(&mut self, e: ExprId) -> Option<Selection> {
        let sel = self.l.c.prog.info[self.src.file].selections.get(&e).cloned()?;
        let (SelectionKind::InterfaceMethod(i) | SelectionKind::InterfaceMethodExpr(i)) = sel.kind
        else {
            return Some(sel);
        };
        let prog = &self.l.c.prog;
        if !prog.types.is_type_param(sel.recv) {
            return Some(sel);
        }
        let constraint = lookup::underlying(&prog.types, &prog.ents, sel.recv);
        let Type::Interface(iface) = &prog.types[constraint] else { return Some(sel) };
        let (name, pkg) = (iface.methods[i as usize].name, iface.methods[i as usize].pkg);
        let recv = self.subst(sel.recv);
        let found = self.l.find_method(recv, name, pkg).expect("the type argument has the method");
        let on_type = matches!(sel.kind, SelectionKind::InterfaceMethodExpr(_));
        let kind = match (found.kind, on_type) {
            (FoundKind::Method { func, .. }, false) => SelectionKind::Method(func),
            (FoundKind::Method { func, .. }, true) => SelectionKind::MethodExpr(func),
            (FoundKind::InterfaceMethod(i), false) => SelectionKind::InterfaceMethod(i),
            (FoundKind::InterfaceMethod(i), true) => SelectionKind::InterfaceMethodExpr(i),
            (FoundKind::Field, _) => unreachable!("a field is no method"),
        };
        Some(Selection { kind, recv, path: found.path, indirect: found.indirect })
    }

    /// The type of an object, with type arguments put in.
    fn object_type(&mut self, obj: ObjId) -> TypeId {
        let t = self.l.c.prog.ents.objects[obj].ty;
        self.subst(t)
    }

    // Types

    fn kind(&self, t: TypeId) -> Kind {
        match self.l.c.prog.types[self.l.underlying(t)] {
            Type::Basic(b) => Kind::Basic(b),
            Type::Pointer(t) => Kind::Pointer(t),
            Type::Slice(t) => Kind::Slice(t),
            Type::Array(t, n) => Kind::Array(t, n),
            Type::Map(k, v) => Kind::Map(k, v),
            Type::Chan(_, t) => Kind::Chan(t),
            Type::Struct(_) => Kind::Struct,
            Type::Func(_) => Kind::Func,
            Type::Interface(_) => Kind::Interface,
            _ => Kind::Other,
        }
    }

    fn basic(&self, t: TypeId) -> Option<Basic> {
        match self.kind(t) {
            Kind::Basic(b) => Some(b),
            _ => None,
        }
    }

    fn is_interface(&self, t: TypeId) -> bool {
        self.kind(t) == Kind::Interface
    }

    /// The type that a pointer points to; other types are themselves.
    fn pointee(&self, t: TypeId) -> TypeId {
        match self.kind(t) {
            Kind::Pointer(elem) => elem,
            _ => t,
        }
    }

    /// The fields of a struct type.
    fn fields(&self, t: TypeId) -> Box<[Field]> {
        match &self.l.c.prog.types[self.l.underlying(t)] {
            Type::Struct(fields) => fields.clone(),
            other => unreachable!("fields of {other:?}"),
        }
    }

    fn signature(&self, t: TypeId) -> Signature {
        match &self.l.c.prog.types[self.l.underlying(t)] {
            Type::Func(sig) => (**sig).clone(),
            other => unreachable!("signature of {other:?}"),
        }
    }

    /// The types of the results of a call that has several (or none): the parts of a tuple.
    fn tuple(&self, t: TypeId) -> Vec<TypeId> {
        match &self.l.c.prog.types[t] {
            Type::Tuple(list) => list.to_vec(),
            _ => vec![t],
        }
    }

    fn ty(&mut self, t: TypeId) -> Ty {
        self.l.ty(t)
    }

    fn is_direct(&mut self, t: TypeId) -> bool {
        self.l.is_direct(t)
    }

    /// The size in bytes of a value of a type.
    fn size_of(&self, t: TypeId) -> u32 {
        let prog = &self.l.c.prog;
        crate::types::sizes::size_of(&prog.types, &prog.ents, t).unwrap_or(0) as u32
    }

    fn align_of(&self, t: TypeId) -> u32 {
        let prog = &self.l.c.prog;
        crate::types::sizes::align_of(&prog.types, &prog.ents, t) as u32
    }

    /// The id of the structure or array type that `ty` is.
    fn agg_id(ty: Ty) -> AggId {
        match ty {
            Ty::Agg(id) => id,
            other => unreachable!("{other:?} is no aggregate"),
        }
    }

    // Short forms of the builder's calls that need the module

    fn extract(&mut self, agg: Operand, i: u32) -> Operand {
        self.b.extract(&self.l.m, agg, i)
    }

    fn make(&mut self, ty: Ty, parts: &[Operand]) -> Operand {
        self.b.make_agg(ty, parts.to_vec())
    }

    /// Calls a function of package runtime.
    fn rt(&mut self, name: &str, args: &[Operand]) -> Option<Operand> {
        let f = self.l.runtime(name);
        self.b.call(&self.l.m, f, args.to_vec())
    }

    /// As [`rt`](Self::rt), for a function that has a result.
    fn rt_value(&mut self, name: &str, args: &[Operand]) -> Operand {
        self.rt(name, args).unwrap_or_else(|| panic!("runtime.{name} has no result"))
    }

    fn check(&mut self, cond: Operand, kind: CheckKind, args: &[Operand]) {
        if cond != Operand::bool(true) && !self.src.unchecked {
            self.l.check_func(kind);
            self.b.check(cond, kind, args.to_vec());
        }
    }

    fn nil_check(&mut self, ptr: Operand) {
        let never = matches!(ptr, Operand::Slot(_) | Operand::Global(_) | Operand::Func(_));
        if !never && !self.src.unchecked {
            self.l.check_func(CheckKind::Nil);
            self.b.check_nil(ptr);
        }
    }

    /// A new zeroed object of IR type `ty`.
    fn new_object(&mut self, ty: Ty, why: &'static str) -> Operand {
        self.l.need_alloc();
        let free = pointer_free(&self.l.m, ty);
        self.b.new_object(ty, free, why)
    }

    /// The layout that `runtime.alloc` and its kin take for elements of a type.
    fn layout(&mut self, ty: Ty) -> Operand {
        match self.l.layout(ty) {
            Const::Global(g, _) => self.b.cast(CastOp::PtrToInt, Operand::Global(g), Ty::I32),
            Const::Addr(word) => Operand::int(Ty::I32, word),
            other => unreachable!("{other:?} is no layout"),
        }
    }

    /// A slot for an intermediate value, which is no longer needed when the statement ends.
    fn temp(&mut self, ty: Ty) -> Operand {
        if layout::size_of(&self.l.m, ty) < LARGE {
            return self.b.slot(ty, None);
        }
        if let Some(slot) = self.temps.take(ty) {
            return slot;
        }
        let slot = self.b.slot(ty, None);
        self.temps.add(ty, slot);
        slot
    }

    /// The value that is in memory at `addr`.
    fn load_val(&mut self, addr: Operand, t: TypeId) -> Val {
        if self.is_direct(t) {
            let ty = self.ty(t);
            Val::Op(self.b.load(addr, ty))
        } else {
            Val::Mem(addr)
        }
    }

    fn store_val(&mut self, dst: Operand, v: Val, t: TypeId) {
        match v {
            // Nothing to store for a value without bytes.
            Val::Op(op) => {
                if self.size_of(t) > 0 {
                    self.b.store(dst, op);
                }
            }
            Val::Mem(src) => {
                let ty = self.ty(t);
                self.b.copy(dst, src, ty);
            }
        }
    }

    /// The operand of a value of direct type.
    fn op(&mut self, v: Val, t: TypeId) -> Operand {
        match v {
            Val::Op(op) => op,
            Val::Mem(addr) => {
                let ty = self.ty(t);
                self.b.load(addr, ty)
            }
        }
    }

    /// The address of memory that holds a value: its own, or a slot that it is put into.
    fn addr_of_val(&mut self, v: Val, t: TypeId) -> Operand {
        match v {
            Val::Mem(addr) => addr,
            Val::Op(op) => {
                let ty = self.ty(t);
                let slot = self.temp(ty);
                if self.size_of(t) > 0 {
                    self.b.store(slot, op);
                }
                slot
            }
        }
    }

    /// A value that later side effects do not change.
    fn keep(&mut self, v: Val, t: TypeId) -> Val {
        match v {
            Val::Op(_) => v,
            Val::Mem(addr) => {
                let ty = self.ty(t);
                let slot = self.temp(ty);
                self.b.copy(slot, addr, ty);
                Val::Mem(slot)
            }
        }
    }

    /// The zero value of a type.
    fn zero_val(&mut self, t: TypeId) -> Val {
        let ty = self.ty(t);
        if self.is_direct(t) {
            return Val::Op(Operand::zero(ty));
        }
        let slot = self.temp(ty);
        self.b.zero(slot, ty);
        Val::Mem(slot)
    }

    /// The address of a field of the Go struct type `t` at `base`.
    fn field_addr(&mut self, base: Operand, t: TypeId, field: u32) -> Operand {
        let agg = Self::agg_id(self.ty(t));
        self.b.field_addr(base, agg, field)
    }

    /// Instructions that follow come from `pos`.
    fn at(&mut self, pos: Pos) {
        self.b.set_pos(pos);
    }

    fn span(&self, e: ExprId) -> crate::base::source::Span {
        self.src.ast.span(e)
    }
}

/// Does a value of this type hold no pointers?
fn pointer_free(m: &Module, ty: Ty) -> bool {
    match ty {
        Ty::Ptr => false,
        Ty::Agg(id) => match m.agg_def(id) {
            Agg::Struct(fields) => fields.iter().all(|f| pointer_free(m, *f)),
            Agg::Array(_, 0) => true,
            Agg::Array(elem, _) => pointer_free(m, *elem),
        },
        _ => true,
    }
}

/// Is it a signed integer type?
fn is_signed(b: Basic) -> bool {
    matches!(
        b,
        Basic::Int
            | Basic::Int8
            | Basic::Int16
            | Basic::Int32
            | Basic::Int64
            | Basic::UntypedInt
            | Basic::UntypedRune
    )
}

fn is_integer(b: Basic) -> bool {
    is_signed(b)
        || matches!(
            b,
            Basic::Uint
                | Basic::Uint8
                | Basic::Uint16
                | Basic::Uint32
                | Basic::Uint64
                | Basic::Uintptr
        )
}

fn is_float(b: Basic) -> bool {
    matches!(b, Basic::Float32 | Basic::Float64 | Basic::UntypedFloat)
}

fn is_complex(b: Basic) -> bool {
    matches!(b, Basic::Complex64 | Basic::Complex128 | Basic::UntypedComplex)
}

fn is_string(b: Basic) -> bool {
    matches!(b, Basic::String | Basic::UntypedString)
}

/// The type `rune`.
const RUNE: TypeId = TypeTable::INT32;
