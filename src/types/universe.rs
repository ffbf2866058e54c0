//! The universe scope and package unsafe (spec: Predeclared identifiers, Package unsafe).

use super::repr::*;
use super::table::TypeTable;
use crate::base::intern::Symbol;
use crate::base::source::Pos;

/// What every program starts with.
#[derive(Clone, Copy, Debug)]
pub struct Universe {
    pub scope: ScopeId,
    /// The type `error`.
    pub error: TypeId,
    /// `interface{}`.
    pub any: TypeId,
    pub comparable: TypeId,
    /// The constants; the checker gives them their values.
    pub iota: ObjId,
    pub true_: ObjId,
    pub false_: ObjId,
    pub nil: ObjId,
    pub panic: ObjId,
    pub unsafe_pkg: PkgId,
}

const TYPES: [(&str, Basic); 19] = [
    ("bool", Basic::Bool),
    ("byte", Basic::Uint8),
    ("complex128", Basic::Complex128),
    ("complex64", Basic::Complex64),
    ("float32", Basic::Float32),
    ("float64", Basic::Float64),
    ("int", Basic::Int),
    ("int16", Basic::Int16),
    ("int32", Basic::Int32),
    ("int64", Basic::Int64),
    ("int8", Basic::Int8),
    ("rune", Basic::Int32),
    ("string", Basic::String),
    ("uint", Basic::Uint),
    ("uint16", Basic::Uint16),
    ("uint32", Basic::Uint32),
    ("uint64", Basic::Uint64),
    ("uint8", Basic::Uint8),
    ("uintptr", Basic::Uintptr),
];

const BUILTINS: [(&str, Builtin); 18] = [
    ("append", Builtin::Append),
    ("cap", Builtin::Cap),
    ("clear", Builtin::Clear),
    ("close", Builtin::Close),
    ("complex", Builtin::Complex),
    ("copy", Builtin::Copy),
    ("delete", Builtin::Delete),
    ("imag", Builtin::Imag),
    ("len", Builtin::Len),
    ("make", Builtin::Make),
    ("max", Builtin::Max),
    ("min", Builtin::Min),
    ("new", Builtin::New),
    ("panic", Builtin::Panic),
    ("print", Builtin::Print),
    ("println", Builtin::Println),
    ("real", Builtin::Real),
    ("recover", Builtin::Recover),
];

const UNSAFE: [(&str, Builtin); 8] = [
    ("Add", Builtin::UnsafeAdd),
    ("Alignof", Builtin::UnsafeAlignof),
    ("Offsetof", Builtin::UnsafeOffsetof),
    ("Sizeof", Builtin::UnsafeSizeof),
    ("Slice", Builtin::UnsafeSlice),
    ("SliceData", Builtin::UnsafeSliceData),
    ("String", Builtin::UnsafeString),
    ("StringData", Builtin::UnsafeStringData),
];

impl Builtin {
    /// The name in source, with `unsafe.` where it belongs to that package.
    pub fn name(self) -> String {
        let find = |table: &[(&str, Builtin)]| {
            table.iter().find(|(_, b)| *b == self).map(|(name, _)| (*name).to_owned())
        };
        find(&BUILTINS).or_else(|| find(&UNSAFE).map(|n| format!("unsafe.{n}"))).unwrap_or_default()
    }

    /// Reports whether a call may stand as a statement (spec: Expression statements).
    pub fn is_statement(self) -> bool {
        use Builtin::*;
        matches!(self, Clear | Close | Copy | Delete | Panic | Print | Println | Recover)
    }
}

/// Whether a name is that of a predeclared type.
pub fn is_predeclared_type(name: Symbol) -> bool {
    let name = name.as_str();
    TYPES.iter().any(|(n, _)| *n == name) || matches!(name, "any" | "error" | "comparable")
}

/// Adds one object and its name to `scope`.
fn declare(
    ents: &mut Entities,
    scope: ScopeId,
    name: &str,
    pkg: Option<PkgId>,
    ty: TypeId,
    kind: ObjectKind,
) -> ObjId {
    let name = Symbol::new(name);
    let obj = ents.objects.push(Object { name, pkg, pos: Pos::NONE, ty, kind });
    ents.scopes[scope].names.insert(name, obj);
    obj
}

impl Universe {
    /// Makes the universe; the tables must still be empty.
    pub fn declare(types: &mut TypeTable, ents: &mut Entities) -> Universe {
        let scope = ents.scopes.push(Scope::default());
        let type_name = |alias| ObjectKind::TypeName { alias };
        for (name, basic) in TYPES {
            // `byte` and `rune` are aliases, but messages call them types all the same.
            declare(ents, scope, name, None, TypeTable::basic(basic), type_name(false));
        }
        let any = types.intern(Type::Interface(Box::default()));
        declare(ents, scope, "any", None, any, type_name(true));
        let error = Self::error(types, ents, scope);
        let comparable = Self::named_interface(
            types,
            ents,
            scope,
            "comparable",
            Interface { comparable: true, ..Interface::default() },
        );
        let mut constant =
            |name, ty| declare(ents, scope, name, None, ty, ObjectKind::Const { value: None });
        let true_ = constant("true", TypeTable::basic(Basic::UntypedBool));
        let false_ = constant("false", TypeTable::basic(Basic::UntypedBool));
        let iota = constant("iota", TypeTable::basic(Basic::UntypedInt));
        let nil = declare(ents, scope, "nil", None, TypeTable::NIL, ObjectKind::Nil);
        let invalid = TypeTable::INVALID;
        for (name, b) in BUILTINS {
            declare(ents, scope, name, None, invalid, ObjectKind::Builtin(b));
        }
        let panic = ents.scopes[scope].names[&Symbol::new("panic")];
        let unsafe_pkg = Self::package_unsafe(ents, scope);
        Universe { scope, error, any, comparable, iota, true_, false_, nil, panic, unsafe_pkg }
    }

    fn named_interface(
        types: &mut TypeTable,
        ents: &mut Entities,
        scope: ScopeId,
        name: &str,
        iface: Interface,
    ) -> TypeId {
        let kind = ObjectKind::TypeName { alias: false };
        let obj = declare(ents, scope, name, None, TypeTable::INVALID, kind);
        let underlying = Some(types.intern(Type::Interface(Box::new(iface))));
        let named = ents.named.push(Named {
            obj,
            underlying,
            methods: vec![],
            type_params: vec![],
            origin: None,
            implicit: 0,
        });
        let ty = types.intern(Type::Named(named));
        ents.objects[obj].ty = ty;
        ty
    }

    fn error(types: &mut TypeTable, ents: &mut Entities, scope: ScopeId) -> TypeId {
        let sig = Signature { results: Box::new([TypeTable::STRING]), ..Signature::default() };
        let sig = types.intern(Type::Func(Box::new(sig)));
        let method = IfaceMethod { name: Symbol::new("Error"), pkg: None, sig };
        let iface = Interface { methods: Box::new([method]), ..Interface::default() };
        Self::named_interface(types, ents, scope, "error", iface)
    }

    fn package_unsafe(ents: &mut Entities, universe: ScopeId) -> PkgId {
        let scope = ents.scopes.push(Scope { parent: Some(universe), ..Scope::default() });
        let name = Symbol::new("unsafe");
        let pkg = ents.packages.push(Package {
            path: name,
            name,
            scope,
            files: vec![],
            imports: vec![],
            user: false,
            go_version: 0,
        });
        let pointer = ObjectKind::TypeName { alias: false };
        declare(ents, scope, "Pointer", Some(pkg), TypeTable::UNSAFE_POINTER, pointer);
        for (name, b) in UNSAFE {
            declare(ents, scope, name, Some(pkg), TypeTable::INVALID, ObjectKind::Builtin(b));
        }
        pkg
    }
}
