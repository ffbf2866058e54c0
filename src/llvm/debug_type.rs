//! Types as the debugger shows them. A type gets its number when it is first mentioned and is
//! described later, so recursive types need no special care.

use super::text::{Metadata, quoted, w};
use crate::ir::entities::DebugTypeId;
use crate::ir::layout::POINTER_SIZE;
use crate::ir::module::{DebugEncoding, DebugField, DebugType, Module};
use rustc_hash::FxHashMap;
use std::fmt::Write;

pub(super) struct Types<'a> {
    m: &'a Module,
    known: FxHashMap<DebugTypeId, u32>,
    /// Mentioned but not described yet.
    pending: Vec<DebugTypeId>,
    /// A type without a description.
    opaque: u32,
}

impl<'a> Types<'a> {
    pub fn new(m: &'a Module, meta: &mut Metadata) -> Types<'a> {
        let opaque =
            meta.node(format_args!("!DIBasicType(tag: DW_TAG_unspecified_type, name: \"?\")"));
        Types { m, known: FxHashMap::default(), pending: Vec::new(), opaque }
    }

    /// The node of a type.
    pub fn get(&mut self, meta: &mut Metadata, id: DebugTypeId) -> u32 {
        if matches!(self.m.debug_types.get(id), None | Some(DebugType::Pending)) {
            return self.opaque;
        }
        *self.known.entry(id).or_insert_with(|| {
            self.pending.push(id);
            meta.reserve()
        })
    }

    /// Describes every type mentioned.
    pub fn finish(&mut self, meta: &mut Metadata) {
        while let Some(id) = self.pending.pop() {
            self.describe(meta, id);
        }
    }

    fn describe(&mut self, meta: &mut Metadata, id: DebugTypeId) {
        let node = self.known[&id];
        match &self.m.debug_types[id] {
            DebugType::Pending => {}
            DebugType::Basic { name, bits, encoding } => {
                let (name, encoding) = (quoted(name), encoding_name(*encoding));
                meta.define(
                    node,
                    format_args!("!DIBasicType(name: {name}, size: {bits}, encoding: {encoding})"),
                );
            }
            DebugType::Pointer { to } => {
                let base = match to {
                    Some(to) => format!("!{}", self.get(meta, *to)),
                    None => "null".to_owned(),
                };
                pointer(meta, node, &base);
            }
            DebugType::Func => {
                let none = meta.node(format_args!("!{{null}}"));
                let code = meta.node(format_args!("!DISubroutineType(types: !{none})"));
                pointer(meta, node, &format!("!{code}"));
            }
            DebugType::Struct { name, size, align, fields } => {
                let elements = self.fields(meta, node, fields);
                let name = if name.is_empty() {
                    String::new()
                } else {
                    format!(" name: {},", quoted(name))
                };
                let (bits, align) = (size * 8, align * 8);
                meta.define(
                    node,
                    format_args!(
                        "distinct !DICompositeType(tag: DW_TAG_structure_type,{name} size: {bits}, \
                         align: {align}, elements: !{elements})"
                    ),
                );
            }
            DebugType::Array { elem, len, size } => {
                let elem = self.get(meta, *elem);
                let range = meta.node(format_args!("!DISubrange(count: {len})"));
                let elements = meta.list(&[range]);
                let bits = size * 8;
                meta.define(
                    node,
                    format_args!(
                        "!DICompositeType(tag: DW_TAG_array_type, baseType: !{elem}, size: {bits}, \
                         elements: !{elements})"
                    ),
                );
            }
            DebugType::Named { name, of } => {
                let (name, of) = (quoted(name), self.get(meta, *of));
                meta.define(
                    node,
                    format_args!(
                        "!DIDerivedType(tag: DW_TAG_typedef, name: {name}, baseType: !{of})"
                    ),
                );
            }
        }
    }

    fn fields(&mut self, meta: &mut Metadata, scope: u32, fields: &[DebugField]) -> u32 {
        let mut ids = Vec::with_capacity(fields.len());
        for f in fields {
            let (name, ty) = (quoted(&f.name), self.get(meta, f.ty));
            let mut text = String::new();
            w!(text, "!DIDerivedType(tag: DW_TAG_member, name: {name}, scope: !{scope}, ");
            w!(text, "baseType: !{ty}, size: {}, offset: {})", f.size * 8, f.offset * 8);
            ids.push(meta.node(format_args!("{text}")));
        }
        meta.list(&ids)
    }
}

fn pointer(meta: &mut Metadata, node: u32, base: &str) {
    let bits = POINTER_SIZE * 8;
    meta.define(
        node,
        format_args!("!DIDerivedType(tag: DW_TAG_pointer_type, baseType: {base}, size: {bits})"),
    );
}

fn encoding_name(e: DebugEncoding) -> &'static str {
    match e {
        DebugEncoding::Bool => "DW_ATE_boolean",
        DebugEncoding::Signed => "DW_ATE_signed",
        DebugEncoding::Unsigned => "DW_ATE_unsigned",
        DebugEncoding::Float => "DW_ATE_float",
        DebugEncoding::Complex => "DW_ATE_complex_float",
        DebugEncoding::Char => "DW_ATE_unsigned_char",
    }
}
