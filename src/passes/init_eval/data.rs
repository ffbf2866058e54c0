//! Interpreted memory as initial data of globals.

use super::memory::{Content, ObjId, Object, Origin, Reloc};
use crate::base::index::IndexVec;
use crate::ir::entities::*;
use crate::ir::layout::{self, POINTER_SIZE};
use crate::ir::module::{Const, Global, Module};
use rustc_hash::FxHashMap;

/// Gives the globals of `changed` the content of their objects, and makes globals of the objects
/// that they lead to. `name` names the one of an object.
pub fn write(
    m: &mut Module,
    objects: &IndexVec<ObjId, Object>,
    changed: &[ObjId],
    name: &dyn Fn(ObjId) -> String,
) {
    let mut globals: FxHashMap<ObjId, GlobalId> = FxHashMap::default();
    let mut order: Vec<ObjId> = changed.to_vec();
    let mut next = 0;
    while let Some(&o) = order.get(next) {
        next += 1;
        for reloc in objects[o].content.relocs.values() {
            let Reloc::Addr(to, _) = *reloc else { continue };
            match objects[to].origin {
                Origin::Global(g) => {
                    globals.insert(to, g);
                }
                Origin::Heap(_) | Origin::Frame => {
                    globals.entry(to).or_insert_with(|| {
                        order.push(to);
                        m.globals.push(empty(name(to)))
                    });
                }
            }
        }
    }
    for &o in &order {
        let object = &objects[o];
        let (g, ty) = match object.origin {
            Origin::Global(g) => (g, Some(m.globals[g].ty)),
            Origin::Heap(ty) => (globals[&o], ty),
            Origin::Frame => continue,
        };
        let typed = ty.and_then(|ty| Some((ty, of_type(m, &globals, &object.content, 0, ty)?)));
        let (ty, init) = match typed {
            Some(typed) => typed,
            None => {
                let align = if object.content.bytes.len().is_multiple_of(8) { 8 } else { 4 };
                m.globals[g].align = m.globals[g].align.max(align);
                in_words(m, &globals, &object.content)
            }
        };
        m.globals[g].ty = ty;
        m.globals[g].init = Some(init);
    }
}

fn empty(name: String) -> Global {
    Global {
        name,
        ty: Ty::I8,
        init: None,
        constant: false,
        align: 0,
        section: None,
        export: false,
        unnamed: false,
        debug: None,
    }
}

/// Does a piece of memory hold nothing but zeros?
fn is_zero(content: &Content, at: u64, size: u64) -> bool {
    content.relocs.range(at..at + size).next().is_none()
        && content.bytes[at as usize..(at + size) as usize].iter().all(|b| *b == 0)
}

fn constant_of(globals: &FxHashMap<ObjId, GlobalId>, reloc: Reloc) -> Const {
    match reloc {
        Reloc::Addr(o, at) => Const::Global(globals[&o], at),
        Reloc::Code(f) => Const::Func(f),
    }
}

/// A value of a type; `None` if an address is where the type has none.
fn of_type(
    m: &Module,
    globals: &FxHashMap<ObjId, GlobalId>,
    content: &Content,
    at: u64,
    ty: Ty,
) -> Option<Const> {
    let size = layout::size_of(m, ty);
    if is_zero(content, at, size) {
        return Some(Const::Zero);
    }
    let parts: Vec<(u64, Ty)> = match ty {
        Ty::Agg(id) => match m.agg_def(id) {
            Agg::Array(Ty::I8, _) if content.relocs.range(at..at + size).next().is_none() => {
                return Some(Const::Bytes(content.bytes[at as usize..(at + size) as usize].into()));
            }
            Agg::Array(elem, n) => {
                let each = layout::size_of(m, *elem);
                (0..*n).map(|i| (i * each, *elem)).collect()
            }
            Agg::Struct(fields) => fields
                .iter()
                .enumerate()
                .map(|(i, f)| (layout::field_offset(m, id, i as u32), *f))
                .collect(),
        },
        _ => {
            let mut bytes = [0; 8];
            bytes[..size as usize].copy_from_slice(&content.bytes[at as usize..][..size as usize]);
            let bits = u64::from_le_bytes(bytes);
            return match (content.relocs.range(at..at + size).next(), ty) {
                (Some((_, reloc)), Ty::Ptr) => Some(constant_of(globals, *reloc)),
                (Some(_), _) => None,
                (None, Ty::Ptr) => Some(Const::Addr(bits)),
                (None, Ty::F32 | Ty::F64) => Some(Const::Float(bits)),
                (None, _) => Some(Const::Int(bits)),
            };
        }
    };
    // A word between the parts must not be lost.
    let covered = |word: u64| {
        parts
            .iter()
            .any(|(offset, t)| (*offset..offset + layout::size_of(m, *t)).contains(&(word - at)))
    };
    if matches!(ty, Ty::Agg(id) if matches!(m.agg_def(id), Agg::Struct(_)))
        && !content.relocs.range(at..at + size).all(|(word, _)| covered(*word))
    {
        return None;
    }
    let mut values: Vec<Const> = parts
        .into_iter()
        .map(|(offset, ty)| of_type(m, globals, content, at + offset, ty))
        .collect::<Option<_>>()?;
    while values.last() == Some(&Const::Zero) {
        values.pop();
    }
    Some(Const::Agg(values))
}

/// Memory of no known type: addresses with bytes between them.
fn in_words(
    m: &mut Module,
    globals: &FxHashMap<ObjId, GlobalId>,
    content: &Content,
) -> (Ty, Const) {
    let (mut types, mut values) = (Vec::new(), Vec::new());
    let mut at = 0;
    let end = content.bytes.len() as u64;
    let bytes = |m: &mut Module, types: &mut Vec<Ty>, values: &mut Vec<Const>, from, to| {
        if from < to {
            types.push(Ty::Agg(m.agg(Agg::Array(Ty::I8, to - from))));
            values.push(match is_zero(content, from, to - from) {
                true => Const::Zero,
                false => Const::Bytes(content.bytes[from as usize..to as usize].into()),
            });
        }
    };
    for (word, reloc) in &content.relocs {
        bytes(m, &mut types, &mut values, at, *word);
        types.push(Ty::Ptr);
        values.push(constant_of(globals, *reloc));
        at = word + POINTER_SIZE;
    }
    bytes(m, &mut types, &mut values, at, end);
    (Ty::Agg(m.agg(Agg::Struct(types.into()))), Const::Agg(values))
}
