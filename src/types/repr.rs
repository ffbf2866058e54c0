//! How types, objects and packages are represented.
//!
//! Types are hash-consed: two types are identical (spec: Type identity) exactly if their
//! [`TypeId`]s are equal. What is not part of identity (parameter names, where something was
//! declared) is therefore not in the type. Recursion goes through [`NamedId`] only.
//! Alias names are resolved away when a type expression is read.

use crate::base::index::IndexVec;
use crate::base::intern::Symbol;
use crate::base::source::{FileId, Pos};
use crate::define_index;
use crate::syntax::ast::ChanDir;
use rustc_hash::FxHashMap;

define_index!(
    /// A type. Equal ids are identical types.
    TypeId,
    "t"
);
define_index!(
    /// A defined type, or an instance of a generic one.
    NamedId,
    "named"
);
define_index!(
    /// A type parameter.
    TypeParamId,
    "tp"
);
define_index!(
    /// A declared entity: package name, constant, type name, variable, function, builtin, nil.
    ObjId,
    "obj"
);
define_index!(
    /// A scope of the universe, a package, a file or (while it is being checked) a block.
    ScopeId,
    "scope"
);
define_index!(
    /// A package.
    PkgId,
    "pkg"
);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Basic {
    Invalid,
    Bool,
    Int,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Uintptr,
    Float32,
    Float64,
    Complex64,
    Complex128,
    String,
    UnsafePointer,
    UntypedBool,
    UntypedInt,
    UntypedRune,
    UntypedFloat,
    UntypedComplex,
    UntypedString,
    UntypedNil,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Type {
    Basic(Basic),
    Named(NamedId),
    Pointer(TypeId),
    Slice(TypeId),
    /// A negative length stands for one that could not be computed (an error was reported).
    Array(TypeId, i64),
    Map(TypeId, TypeId),
    Chan(ChanDir, TypeId),
    Struct(Box<[Field]>),
    /// The type of a call with no or several results.
    Tuple(Box<[TypeId]>),
    Func(Box<Signature>),
    Interface(Box<Interface>),
    TypeParam(TypeParamId),
    /// Only inside a constraint interface.
    Union(Box<[Term]>),
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Field {
    pub name: Symbol,
    /// The declaring package where the name is not exported (identity depends on it), else `None`.
    pub pkg: Option<PkgId>,
    pub ty: TypeId,
    pub embedded: bool,
    pub tag: Symbol,
}

/// Parameters and results. Neither names nor the receiver are part of a function's type.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Signature {
    /// The last one is a slice if `variadic`.
    pub params: Box<[TypeId]>,
    pub results: Box<[TypeId]>,
    pub variadic: bool,
    /// Of a generic function's own type; empty once instantiated.
    pub type_params: Box<[TypeParamId]>,
}

/// An interface in its flat form: embedded interfaces are already merged in.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Interface {
    /// Sorted by name, then package of unexported names.
    pub methods: Box<[IfaceMethod]>,
    /// Type elements: the type set is the intersection of these unions. Empty: all types.
    pub unions: Box<[Box<[Term]>]>,
    /// Embeds `comparable`.
    pub comparable: bool,
    /// Stands for a constraint that was written without `interface{}`.
    pub implicit: bool,
    /// Of a constraint: the elements as they were written, for messages. (The identity of
    /// constraints does not matter.)
    pub embeds: Box<[TypeId]>,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct IfaceMethod {
    pub name: Symbol,
    /// As [`Field::pkg`].
    pub pkg: Option<PkgId>,
    /// A `Type::Func`.
    pub sig: TypeId,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Term {
    pub tilde: bool,
    pub ty: TypeId,
}

/// A defined type.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its `ObjectKind::TypeName`.
    pub obj: ObjId,
    /// `None` until resolved; never itself a `Named`.
    pub underlying: Option<TypeId>,
    /// Methods declared with a receiver `T` or `*T`, in source order: `ObjectKind::Func`.
    pub methods: Vec<ObjId>,
    pub type_params: Vec<TypeParamId>,
    /// For an instance: the generic type and the arguments.
    pub origin: Option<(NamedId, Box<[TypeId]>)>,
    /// So many of the type parameters are those of the function that the type is declared in.
    pub implicit: u32,
}

#[derive(Clone, Debug)]
pub struct TypeParam {
    pub obj: ObjId,
    pub index: u32,
    /// The constraint: an interface type.
    pub constraint: TypeId,
}

#[derive(Clone, Debug)]
pub struct Object {
    pub name: Symbol,
    /// `None` for the universe.
    pub pkg: Option<PkgId>,
    pub pos: Pos,
    /// `TypeId` of `Basic::Invalid` until known.
    pub ty: TypeId,
    pub kind: ObjectKind,
}

#[derive(Clone, Debug)]
pub enum ObjectKind {
    PkgName {
        imported: PkgId,
        used: bool,
    },
    Const {
        value: Option<ConstId>,
    },
    /// A defined type's or alias's name (`ty` is the type).
    TypeName {
        alias: bool,
    },
    Var(VarKind),
    /// A function or method with a declaration; see [`FuncInfo`].
    Func(FuncObjId),
    Builtin(Builtin),
    Nil,
    Label,
}

define_index!(
    /// A declared function or method.
    FuncObjId,
    "fn"
);
define_index!(
    /// An exact constant value of the program's constant table.
    ConstId,
    "k"
);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum VarKind {
    /// A package variable.
    Global,
    Local,
    Param,
    /// A named or (with name `_` or empty) unnamed result.
    Result,
    Recv,
    /// A struct field (only where an object for one is needed, in messages).
    Field,
}

/// Where a function or method was declared.
#[derive(Clone, Debug)]
pub struct FuncInfo {
    pub obj: ObjId,
    /// The file and the index in its `decls` of the `FuncDecl`.
    pub file: FileId,
    pub decl: u32,
    /// For a method: the base type, and whether the receiver is a pointer to it.
    pub recv: Option<(NamedId, bool)>,
    pub type_params: Vec<TypeParamId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Builtin {
    Append,
    Cap,
    Clear,
    Close,
    Complex,
    Copy,
    Delete,
    Imag,
    Len,
    Make,
    Max,
    Min,
    New,
    Panic,
    Print,
    Println,
    Real,
    Recover,
    // package unsafe
    UnsafeAdd,
    UnsafeAlignof,
    UnsafeOffsetof,
    UnsafeSizeof,
    UnsafeSlice,
    UnsafeSliceData,
    UnsafeString,
    UnsafeStringData,
}

/// A package of the program.
#[derive(Clone, Debug)]
pub struct Package {
    /// The import path; `main` packages keep theirs, symbols of the root one start with `main.`.
    pub path: Symbol,
    pub name: Symbol,
    pub scope: ScopeId,
    pub files: Vec<FileId>,
    /// Directly imported packages, in the order of first import, each once.
    pub imports: Vec<PkgId>,
    /// The program's own (checked in full) rather than a library's (checked where reached).
    pub user: bool,
    /// N of the `go 1.N` that holds for the package; see `Program::go_version` for its files.
    pub go_version: u32,
}

/// A scope: names in the order of declaration.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub parent: Option<ScopeId>,
    /// The outermost scope of a function: names found beyond it are captured by a literal.
    pub func: bool,
    pub names: indexmap::IndexMap<Symbol, ObjId, rustc_hash::FxBuildHasher>,
}

/// The tables of all entities of a program.
#[derive(Default)]
pub struct Entities {
    pub named: IndexVec<NamedId, Named>,
    pub type_params: IndexVec<TypeParamId, TypeParam>,
    pub objects: IndexVec<ObjId, Object>,
    pub scopes: IndexVec<ScopeId, Scope>,
    pub packages: IndexVec<PkgId, Package>,
    pub funcs: IndexVec<FuncObjId, FuncInfo>,
    /// The instances of generic types, by generic type and arguments.
    pub instances: FxHashMap<(NamedId, Box<[TypeId]>), TypeId>,
    /// Instances that wait for the underlying type of their generic type.
    pub incomplete: Vec<NamedId>,
    /// A generic type whose instances would have ever more instances.
    pub infinite: Option<NamedId>,
}
