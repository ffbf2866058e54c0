//! Types as the debugger shows them.

use super::Lower;
use crate::ir::entities::*;
use crate::ir::layout;
use crate::ir::module::{DebugEncoding, DebugField, DebugType};
use crate::types::repr::*;

impl Lower<'_> {
    /// The debugger's view of a Go type.
    pub fn debug_type(&mut self, t: TypeId) -> DebugTypeId {
        if let Some(id) = self.debug_types.get(&t) {
            return *id;
        }
        // Entered before it is described, since types may be recursive.
        let id = self.m.debug_types.push(DebugType::Pending);
        self.debug_types.insert(t, id);
        let described = self.describe(t);
        self.m.debug_types[id] = described;
        id
    }

    fn describe(&mut self, t: TypeId) -> DebugType {
        match self.c.prog.types[t].clone() {
            Type::Basic(b) => self.describe_basic(t, b),
            Type::Named(_) => {
                let name = self.type_name(t, true);
                let u = self.underlying(t);
                if let Type::Struct(fields) = self.c.prog.types[u].clone() {
                    let fields = self.go_fields(&fields);
                    return self.structure(t, name, fields);
                }
                DebugType::Named { name, of: self.debug_type(u) }
            }
            Type::Pointer(to) => DebugType::Pointer { to: Some(self.debug_type(to)) },
            Type::Slice(elem) => {
                let (elem, int) = (self.pointer_to(elem), self.debug_int());
                let fields = vec![("array".into(), elem), ("len".into(), int), ("cap".into(), int)];
                self.structure(t, self.type_name(t, true), fields)
            }
            Type::Array(elem, n) => {
                let (elem_id, size) = (self.debug_type(elem), self.size_of(t));
                DebugType::Array { elem: elem_id, len: n.max(0) as u64, size }
            }
            Type::Struct(fields) => {
                let fields = self.go_fields(&fields);
                self.structure(t, self.type_name(t, true), fields)
            }
            Type::Interface(i) => {
                let any = self.any_pointer();
                let first = if i.methods.is_empty() { "type" } else { "tab" };
                let fields = vec![(first.into(), any), ("data".into(), any)];
                self.structure(t, self.type_name(t, true), fields)
            }
            Type::Map(..) | Type::Chan(..) => {
                let of = self.any_pointer();
                DebugType::Named { name: self.type_name(t, true), of }
            }
            Type::Func(_) => DebugType::Func,
            Type::Tuple(_) | Type::TypeParam(_) | Type::Union(_) => DebugType::Pointer { to: None },
        }
    }

    fn describe_basic(&mut self, t: TypeId, b: Basic) -> DebugType {
        use DebugEncoding::*;
        let name = self.type_name(t, true);
        let encoding = match b {
            Basic::Bool => Bool,
            Basic::Float32 | Basic::Float64 => Float,
            Basic::Complex64 | Basic::Complex128 => Complex,
            Basic::Uint8 | Basic::Uint16 | Basic::Uint32 | Basic::Uint64 => Unsigned,
            Basic::Uint | Basic::Uintptr => Unsigned,
            Basic::String | Basic::UntypedString => {
                let byte = self.pointer_to(crate::types::table::TypeTable::UINT8);
                let fields = vec![("str".into(), byte), ("len".into(), self.debug_int())];
                return self.structure(t, name, fields);
            }
            Basic::UnsafePointer | Basic::UntypedNil => return DebugType::Pointer { to: None },
            _ => Signed,
        };
        DebugType::Basic { name, bits: self.size_of(t) as u32 * 8, encoding }
    }

    fn debug_int(&mut self) -> DebugTypeId {
        self.debug_type(crate::types::table::TypeTable::INT)
    }

    fn any_pointer(&mut self) -> DebugTypeId {
        self.debug_type(crate::types::table::TypeTable::UNSAFE_POINTER)
    }

    fn pointer_to(&mut self, t: TypeId) -> DebugTypeId {
        let p = self.c.prog.types.pointer(t);
        self.debug_type(p)
    }

    fn go_fields(&mut self, fields: &[Field]) -> Vec<(String, DebugTypeId)> {
        fields.iter().map(|f| (f.name.as_str().to_owned(), self.debug_type(f.ty))).collect()
    }

    /// A structure whose fields lie where the IR type of `t` has them.
    fn structure(
        &mut self,
        t: TypeId,
        name: String,
        fields: Vec<(String, DebugTypeId)>,
    ) -> DebugType {
        let ty = self.ty(t);
        let Ty::Agg(agg) = ty else { unreachable!("a structure is an aggregate") };
        let Agg::Struct(parts) = self.m.agg_def(agg).clone() else {
            unreachable!("a structure is no array")
        };
        let place = |(i, (name, ty)): (usize, (String, DebugTypeId))| DebugField {
            name,
            ty,
            offset: layout::field_offset(&self.m, agg, i as u32),
            size: layout::size_of(&self.m, parts[i]),
        };
        let fields = fields.into_iter().enumerate().map(place).collect();
        let (size, align) = (layout::size_of(&self.m, ty), layout::align_of(&self.m, ty));
        DebugType::Struct { name, size, align, fields }
    }
}
