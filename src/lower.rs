//! From the typed program to the IR: whole program, starting at its roots, each function once.
//!
//! [`Lower`] holds what is shared: which functions, globals and descriptors exist and which bodies
//! are still to be lowered. One function's body is lowered by `func::FuncLower`. A checked program
//! always lowers; what this version cannot lower yet is reported as a diagnostic that names it.
//!
//! Room map: `program` roots, worklist, initialisation; `types` Go types as IR types; `desc` type
//! descriptors, itabs, map types; `equal` generated equality and hash functions; `wrap` wrappers of
//! methods and function values; `statics` initial values known at compile time; `packed` tables of runes; `debug` types for
//! the debugger; `reflect` what package reflect reads; `flow` what interfaces can hold;
//! `func` and its children: bodies.

pub mod debug;
pub mod desc;
pub mod equal;
pub mod flow;
pub mod func;
pub mod packed;
pub mod program;
pub mod reflect;
pub mod statics;
pub mod type_name;
pub mod types;
pub mod wrap;

use crate::base::diag::Diagnostic;
use crate::base::source::Span;
use crate::check::Checker;
use crate::ir::entities::*;
use crate::ir::module::Module;
use crate::types::repr::*;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// A function of the program: a declaration, and type arguments if it is generic.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct FuncKey {
    pub func: FuncObjId,
    pub targs: Box<[TypeId]>,
}

/// The shared state of lowering.
pub struct Lower<'a> {
    pub c: &'a mut Checker,
    pub m: Module,
    /// The IR types of Go types that were asked for.
    tys: FxHashMap<TypeId, Ty>,
    funcs: FxHashMap<FuncKey, FuncId>,
    /// Functions whose body is still to be lowered.
    work: VecDeque<(FuncKey, FuncId)>,
    globals: FxHashMap<ObjId, GlobalId>,
    names: program::Names,
    /// How many function literals the initialisers of each package's variables have so far.
    initializer_literals: FxHashMap<PkgId, u32>,
    /// How often each symbol was asked for.
    symbols: FxHashMap<String, u32>,
    strings: FxHashMap<Box<[u8]>, GlobalId>,
    closures: FxHashMap<FuncId, GlobalId>,
    initial: FxHashMap<ObjId, program::InitState>,
    /// The package variable whose initial value is being worked out.
    initialising: Option<program::Waiting>,
    desc: desc::Descriptors,
    flow: flow::Flow,
    /// Functions that lowering itself writes, by what they are for.
    generated: FxHashMap<wrap::Generated, FuncId>,
    /// Other functions that lowering writes, by name.
    thunks: FxHashMap<String, FuncId>,
    /// Interrupt handlers exist.
    interrupts: bool,
    debug_types: FxHashMap<TypeId, DebugTypeId>,
    /// Package testing, in test programs.
    testing: Option<PkgId>,
}

impl Lower<'_> {
    /// Reports what this version cannot lower.
    pub fn unsupported(&mut self, span: Span, what: &str) {
        let message = format!("{what} is not supported by this version of embgo");
        self.c.diags.push(Diagnostic::error("Unsupported", span, message));
    }
}
