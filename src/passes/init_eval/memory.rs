//! Memory while code is interpreted: objects of bytes, some words of which are addresses.
//!
//! What one initialiser changes can be taken back: the first change of an object in a step keeps
//! a copy of it.

use super::{Eval, Stop, stop};
use crate::base::index::{Idx, IndexVec};
use crate::define_index;
use crate::ir::entities::*;
use crate::ir::layout::{self, POINTER_SIZE};
use crate::ir::module::{Const, Module};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

define_index!(
    /// An object of the interpreted program.
    ObjId,
    "o"
);

/// A word that is an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reloc {
    Addr(ObjId, i64),
    Code(FuncId),
}

/// What an object is in the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    Global(GlobalId),
    /// Allocated, of this type if that is known.
    Heap(Option<Ty>),
    /// A variable of a function, or something else that the program must not keep.
    Frame,
}

#[derive(Clone, Default, Debug)]
pub struct Content {
    pub bytes: Vec<u8>,
    pub relocs: BTreeMap<u64, Reloc>,
}

#[derive(Debug)]
pub struct Object {
    pub origin: Origin,
    pub content: Content,
    /// May the object be looked at, and changed?
    access: Access,
    /// In which step its content was last saved, or the object made.
    saved: u32,
    /// In which step it was made; 0 for what the program has from the start.
    made: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Access {
    None,
    Read,
    Write,
}

/// Objects together take at most this much of the compiler's memory.
const MOST_BYTES: u64 = 8 << 20;

pub struct Memory<'a> {
    m: &'a Module,
    pub objects: IndexVec<ObjId, Object>,
    globals: FxHashMap<GlobalId, ObjId>,
    aggs: Vec<Option<Layout>>,
    /// The step that runs, from 1, and the first object that it makes.
    step: u32,
    first: usize,
    changed: Vec<(ObjId, Content)>,
    total: u64,
}

#[derive(Clone)]
struct Layout {
    size: u64,
    /// Of the fields of a structure.
    offsets: Box<[u64]>,
}

impl<'a> Memory<'a> {
    pub fn new(m: &'a Module) -> Memory<'a> {
        Memory {
            m,
            objects: IndexVec::new(),
            globals: FxHashMap::default(),
            aggs: vec![None; m.aggs.len()],
            step: 1,
            first: 0,
            changed: Vec::new(),
            total: 0,
        }
    }

    fn layout(&mut self, id: AggId) -> &Layout {
        let m = self.m;
        self.aggs[id.0 as usize].get_or_insert_with(|| {
            let fields = match m.agg_def(id) {
                Agg::Struct(fields) => fields.len(),
                Agg::Array(..) => 0,
            };
            let offsets = (0..fields).map(|i| layout::field_offset(m, id, i as u32)).collect();
            Layout { size: layout::size_of(m, Ty::Agg(id)), offsets }
        })
    }

    pub fn size_of(&mut self, ty: Ty) -> u64 {
        match ty {
            Ty::Agg(id) => self.layout(id).size,
            scalar => layout::size_of(self.m, scalar),
        }
    }

    pub fn field_offset(&mut self, id: AggId, field: u32) -> u64 {
        self.layout(id).offsets.get(field as usize).copied().unwrap_or(0)
    }

    /// A new object of zeros.
    pub fn make(&mut self, origin: Origin, size: u64) -> Eval<ObjId> {
        self.total = self.total.saturating_add(size);
        if self.total > MOST_BYTES {
            return stop("much memory");
        }
        let content = Content { bytes: vec![0; size as usize], relocs: BTreeMap::new() };
        let (saved, made) = (self.step, self.step);
        Ok(self.objects.push(Object { origin, content, access: Access::Write, saved, made }))
    }

    /// The object of a global. What the linker or assembly may know of has an address only.
    pub fn global(&mut self, g: GlobalId) -> Eval<ObjId> {
        if let Some(o) = self.globals.get(&g) {
            return Ok(*o);
        }
        let global = &self.m.globals[g];
        let known = global.section.is_none() && !global.export;
        let access = match &global.init {
            Some(_) if known && global.constant => Access::Read,
            Some(_) if known => Access::Write,
            _ => Access::None,
        };
        let size = if access == Access::None { 0 } else { self.size_of(global.ty) };
        // What a call under `embgo_try` sets and takes back is nobody else's business.
        let passing = global.name == "runtime.recoverable";
        let origin = if passing { Origin::Frame } else { Origin::Global(g) };
        let object = self.make(origin, size)?;
        self.objects[object].access = access;
        (self.objects[object].saved, self.objects[object].made) = (0, 0);
        self.globals.insert(g, object);
        if let (Some(init), true) = (&global.init, access != Access::None) {
            let mut content = std::mem::take(&mut self.objects[object].content);
            let filled = self.fill(&mut content, 0, global.ty, init);
            self.objects[object].content = content;
            filled?;
        }
        Ok(object)
    }

    /// The object of a global, if there is one yet.
    pub fn known_global(&self, g: GlobalId) -> Option<ObjId> {
        self.globals.get(&g).copied()
    }

    fn fill(&mut self, to: &mut Content, at: u64, ty: Ty, value: &Const) -> Eval<()> {
        match value {
            Const::Zero | Const::Undef => {}
            Const::Int(v) | Const::Float(v) | Const::Addr(v) => {
                let size = self.size_of(ty) as usize;
                let place = to.bytes.get_mut(at as usize..at as usize + size);
                place.ok_or(Stop("an odd constant"))?.copy_from_slice(&v.to_le_bytes()[..size]);
            }
            Const::Bytes(bytes) => {
                let place = to.bytes.get_mut(at as usize..at as usize + bytes.len());
                place.ok_or(Stop("an odd constant"))?.copy_from_slice(bytes);
            }
            Const::Global(g, offset) => {
                let target = self.global(*g)?;
                to.relocs.insert(at, Reloc::Addr(target, *offset));
            }
            Const::Func(f) => {
                to.relocs.insert(at, Reloc::Code(*f));
            }
            Const::Agg(parts) => {
                let Ty::Agg(id) = ty else { return stop("an odd constant") };
                let m = self.m;
                for (i, part) in parts.iter().enumerate() {
                    let (offset, ty) = match m.agg_def(id) {
                        Agg::Struct(fields) => (self.field_offset(id, i as u32), fields[i]),
                        Agg::Array(elem, _) => (i as u64 * self.size_of(*elem), *elem),
                    };
                    self.fill(to, at + offset, ty, part)?;
                }
            }
        }
        Ok(())
    }

    /// The place in an object that `len` bytes at an address are.
    fn place(&self, o: ObjId, at: i64, len: u64, access: Access) -> Eval<u64> {
        let object = &self.objects[o];
        if object.access == Access::None || access == Access::Write && object.access != access {
            return stop("memory that others use");
        }
        let end = at.checked_add_unsigned(len);
        if at < 0 || end.is_none_or(|end| end as u64 > object.content.bytes.len() as u64) {
            return stop("memory outside of an object");
        }
        Ok(at as u64)
    }

    /// The `N` bytes at an address, none of them part of an address.
    pub fn load(&self, o: ObjId, at: i64, len: u64) -> Eval<Word> {
        let at = self.place(o, at, len, Access::Read)?;
        let content = &self.objects[o].content;
        let mut near = content.relocs.range(at.saturating_sub(POINTER_SIZE - 1)..at + len);
        if let Some((start, reloc)) = near.next() {
            let whole = *start == at && len == POINTER_SIZE;
            return if whole { Ok(Word::Reloc(*reloc)) } else { stop("part of an address") };
        }
        let mut bytes = [0; 8];
        bytes[..len as usize].copy_from_slice(&content.bytes[at as usize..(at + len) as usize]);
        Ok(Word::Bits(u64::from_le_bytes(bytes)))
    }

    /// Changes `len` bytes at an address.
    pub fn store(&mut self, o: ObjId, at: i64, len: u64, word: Word) -> Eval<()> {
        let at = self.place(o, at, len, Access::Write)?;
        self.save(o);
        self.clear_relocs(o, at, len)?;
        let content = &mut self.objects[o].content;
        let bits = match word {
            Word::Bits(bits) => bits,
            Word::Reloc(reloc) => {
                content.relocs.insert(at, reloc);
                0
            }
        };
        let bytes = &bits.to_le_bytes()[..len as usize];
        content.bytes[at as usize..(at + len) as usize].copy_from_slice(bytes);
        Ok(())
    }

    pub fn zero(&mut self, o: ObjId, at: i64, len: u64) -> Eval<()> {
        let at = self.place(o, at, len, Access::Write)?;
        self.save(o);
        self.clear_relocs(o, at, len)?;
        self.objects[o].content.bytes[at as usize..(at + len) as usize].fill(0);
        Ok(())
    }

    /// Moves bytes and addresses; the areas may overlap.
    pub fn copy(&mut self, dst: (ObjId, i64), src: (ObjId, i64), len: u64) -> Eval<()> {
        if len == 0 || dst == src {
            return Ok(());
        }
        let from = self.place(src.0, src.1, len, Access::Read)?;
        let to = self.place(dst.0, dst.1, len, Access::Write)?;
        let source = &self.objects[src.0].content;
        if cut(&source.relocs, from, len) {
            return stop("part of an address");
        }
        let bytes = source.bytes[from as usize..(from + len) as usize].to_vec();
        let inside = source.relocs.range(from..from + len);
        let relocs: Vec<(u64, Reloc)> = inside.map(|(at, r)| (at - from + to, *r)).collect();
        self.save(dst.0);
        self.clear_relocs(dst.0, to, len)?;
        let content = &mut self.objects[dst.0].content;
        content.bytes[to as usize..(to + len) as usize].copy_from_slice(&bytes);
        content.relocs.extend(relocs);
        Ok(())
    }

    /// Are the bytes at two addresses equal?
    pub fn equal(&self, a: (ObjId, i64), b: (ObjId, i64), len: u64) -> Eval<bool> {
        let at = self.place(a.0, a.1, len, Access::Read)? as usize;
        let bt = self.place(b.0, b.1, len, Access::Read)? as usize;
        let (a, b) = (&self.objects[a.0].content, &self.objects[b.0].content);
        for (content, at) in [(a, at as u64), (b, bt as u64)] {
            let near = at.saturating_sub(POINTER_SIZE - 1)..at + len;
            if content.relocs.range(near).next().is_some() {
                return stop("an address as a number");
            }
        }
        Ok(a.bytes[at..at + len as usize] == b.bytes[bt..bt + len as usize])
    }

    fn clear_relocs(&mut self, o: ObjId, at: u64, len: u64) -> Eval<()> {
        let relocs = &mut self.objects[o].content.relocs;
        if relocs.is_empty() {
            return Ok(());
        }
        if cut(relocs, at, len) {
            return stop("part of an address");
        }
        let inside: Vec<u64> = relocs.range(at..at + len).map(|(at, _)| *at).collect();
        for at in inside {
            relocs.remove(&at);
        }
        Ok(())
    }

    fn save(&mut self, o: ObjId) {
        let object = &mut self.objects[o];
        if object.saved != self.step {
            object.saved = self.step;
            self.changed.push((o, object.content.clone()));
        }
    }

    /// The objects that this step has changed and not made.
    pub fn changed(&self) -> impl Iterator<Item = (ObjId, &Content)> {
        self.changed.iter().map(|(o, before)| (*o, before))
    }

    /// Was the object made in this step?
    pub fn is_new(&self, o: ObjId) -> bool {
        self.objects[o].made == self.step
    }

    /// Ends a step: what it did stays.
    pub fn keep(&mut self) {
        self.changed.clear();
        self.next();
    }

    fn next(&mut self) {
        self.step += 1;
        self.first = self.objects.len();
    }

    /// Ends a step: what it did is undone.
    pub fn take_back(&mut self) {
        for (o, content) in std::mem::take(&mut self.changed) {
            self.objects[o].content = content;
        }
        for o in (self.first..self.objects.len()).map(ObjId::new) {
            if self.is_new(o) {
                self.drop_content(o);
            }
        }
        self.next();
    }

    /// Gives back the memory of an object that nobody can use any more.
    pub fn drop_content(&mut self, o: ObjId) {
        let object = &mut self.objects[o];
        self.total -= object.content.bytes.len() as u64;
        object.content = Content::default();
        object.access = Access::None;
    }

    /// Can two addresses in different objects be taken for different?
    pub fn differ(&self, a: (ObjId, i64), b: (ObjId, i64)) -> Eval<()> {
        let inside = |(o, at): (ObjId, i64)| {
            at >= 0 && (at as u64) < self.objects[o].content.bytes.len() as u64
        };
        // Equal constants may become one.
        let merged = |o: ObjId| match self.objects[o].origin {
            Origin::Global(g) => self.m.globals[g].unnamed,
            _ => false,
        };
        if inside(a) && inside(b) && !(merged(a.0) && merged(b.0)) {
            return Ok(());
        }
        stop("where objects lie")
    }

    /// Is it something with an address of its own, known at link time?
    pub fn is_placed(&self, o: ObjId) -> bool {
        self.objects[o].access != Access::None
    }
}

/// What a load gives.
pub enum Word {
    Bits(u64),
    Reloc(Reloc),
}

/// Does an area begin or end in the middle of an address?
fn cut(relocs: &BTreeMap<u64, Reloc>, at: u64, len: u64) -> bool {
    let before = relocs.range(at.saturating_sub(POINTER_SIZE - 1)..at).next().is_some();
    let last = (at + len).saturating_sub(POINTER_SIZE - 1);
    before || relocs.range(last.max(at)..at + len).next().is_some()
}
