//! What the checker knows of a program: the tables that the later rooms read.

use super::constant::Value;
use crate::base::index::IndexVec;
use crate::base::intern::Symbol;
use crate::base::source::{FileId, Pos, SourceMap};
use crate::syntax::ast::{self, ExprId};
use crate::types::repr::*;
use crate::types::table::TypeTable;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A checked program. Function bodies of imported packages are checked only when asked for, by
/// `Checker::ensure_body`; until then their expressions have [`ExprInfo::NONE`].
pub struct Program {
    pub sources: SourceMap,
    pub asts: IndexVec<FileId, Arc<ast::File>>,
    pub types: TypeTable,
    pub ents: Entities,
    pub consts: IndexVec<ConstId, Value>,
    pub info: IndexVec<FileId, FileInfo>,
    /// Which package a file belongs to.
    pub file_pkg: IndexVec<FileId, PkgId>,
    /// All packages, imported ones before their importers; `runtime` comes first.
    pub order: Vec<PkgId>,
    /// For each package the initialisers of its variables, in the order they run
    /// (spec: Package initialization), and its `init` functions in source order.
    pub inits: IndexVec<PkgId, PackageInit>,
    /// The root package.
    pub main: PkgId,
    /// Values of string variables that the command line gives, in place of their own.
    pub set: FxHashMap<ObjId, String>,
}

#[derive(Clone, Debug, Default)]
pub struct PackageInit {
    pub vars: Vec<Initializer>,
    pub funcs: Vec<FuncObjId>,
}

/// `lhs... = rhs`; several variables on the left take the results of one call.
#[derive(Clone, Debug)]
pub struct Initializer {
    /// Blank variables are present too: their initialiser still runs.
    pub lhs: Vec<ObjId>,
    pub file: FileId,
    pub rhs: ExprId,
}

/// What is known of the expressions of one file; the tables are as long as the file's arena.
#[derive(Default, Debug)]
pub struct FileInfo {
    pub exprs: IndexVec<ExprId, ExprInfo>,
    /// The object that an identifier declares or denotes; for a qualified identifier `pkg.X`, the
    /// `Selector` expression's entry denotes X. `:=` that reuses a variable records the variable.
    pub objects: IndexVec<ExprId, Option<ObjId>>,
    /// Selector expressions that are not qualified identifiers.
    pub selections: FxHashMap<ExprId, Selection>,
    /// The type arguments of an instantiated generic function, by the identifier or selector.
    pub instances: FxHashMap<ExprId, Box<[TypeId]>>,
    /// The variable that a type switch's clause declares, by the clause's start.
    pub implicits: FxHashMap<Pos, ObjId>,
    /// For each `FuncLit`, the local variables of enclosing functions that it uses (through inner
    /// literals too), in the order of first use.
    pub captures: FxHashMap<ExprId, Vec<ObjId>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Not (yet) checked, or wrong.
    Invalid,
    /// A call without results, used as a statement.
    NoValue,
    Builtin(Builtin),
    TypeExpr,
    Constant(ConstId),
    /// Addressable.
    Variable,
    /// `m[k]`: not addressable, but assignable; admits comma-ok.
    MapIndex,
    Value,
    /// The predeclared nil.
    Nil,
    /// `x.(T)`, `<-ch`: a value that admits comma-ok.
    CommaOk,
}

/// Type and mode of an expression. The type of an untyped constant is the type it was converted to
/// by its context, or its default type; an expression used in comma-ok form has the type of its
/// first value (the statement it stands in shows the form).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ExprInfo {
    pub mode: Mode,
    pub ty: TypeId,
}

impl ExprInfo {
    pub const NONE: ExprInfo = ExprInfo { mode: Mode::Invalid, ty: TypeTable::INVALID };
}

/// What `x.sel` selects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selection {
    pub kind: SelectionKind,
    /// The type of `x` (for a method expression, the type `T` itself).
    pub recv: TypeId,
    /// Field indices to walk from `x`, an embedded pointer being followed on the way. For a field
    /// the last index is the field's; for a method they lead to the embedded field that has it.
    pub path: Vec<u32>,
    /// Some pointer is followed on the way, `x` itself included.
    pub indirect: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SelectionKind {
    Field,
    /// `x.m`, called or as a method value. A declared method...
    Method(FuncObjId),
    /// ... or one of an interface (or type parameter's constraint): the index in its sorted list.
    InterfaceMethod(u32),
    /// `T.m` as a function with the receiver as first parameter.
    MethodExpr(FuncObjId),
    InterfaceMethodExpr(u32),
}

impl Program {
    pub fn ast(&self, file: FileId) -> &ast::File {
        &self.asts[file]
    }

    pub fn expr(&self, file: FileId, id: ExprId) -> ExprInfo {
        self.info[file].exprs[id]
    }

    pub fn type_of(&self, file: FileId, id: ExprId) -> TypeId {
        self.info[file].exprs[id].ty
    }

    pub fn object(&self, file: FileId, id: ExprId) -> Option<ObjId> {
        self.info[file].objects[id]
    }

    /// The constant value of an expression that has one.
    pub fn const_value(&self, file: FileId, id: ExprId) -> Option<&Value> {
        match self.expr(file, id).mode {
            Mode::Constant(k) => Some(&self.consts[k]),
            _ => None,
        }
    }

    /// N of the version 1.N of the language that a file is written in: what its build constraint
    /// asks for, else that of its package. Loop variables are per iteration from 1.22 on.
    pub fn go_version(&self, file: FileId) -> u32 {
        let package = &self.ents.packages[self.file_pkg[file]];
        // Build constraints set the version since Go 1.21, and no earlier one.
        self.asts[file].go_version.map_or(package.go_version, |n| n.max(21))
    }

    /// The package with an import path.
    pub fn package(&self, path: Symbol) -> Option<PkgId> {
        self.ents.packages.ids().find(|&p| self.ents.packages[p].path == path)
    }

    /// A package-level object by name.
    pub fn lookup(&self, pkg: PkgId, name: Symbol) -> Option<ObjId> {
        self.ents.scopes[self.ents.packages[pkg].scope].names.get(&name).copied()
    }

    /// The declaration of a function or method.
    pub fn func_decl(&self, f: FuncObjId) -> (FileId, &ast::FuncDecl) {
        let info = &self.ents.funcs[f];
        match &self.asts[info.file].decls[info.decl as usize] {
            ast::Decl::Func(d) => (info.file, d),
            other => unreachable!("FuncInfo names a {other:?}"),
        }
    }
}
