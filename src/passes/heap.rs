//! Makes every `New` that is left a call of the allocator.

use super::PassConfig;
use crate::ir::entities::*;
use crate::ir::function::{Callee, CastOp, Inst, Op};
use crate::ir::layout::{self, LayoutWord, PointerMap};
use crate::ir::module::{Const, Global, Module};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

/// Replaces `New` by calls. Without an allocator (which lowering provides where a `New` occurs)
/// the module is left as it is.
pub fn run(m: &mut Module, _: &PassConfig) {
    let Some(alloc) = m.alloc else { return };
    let mut types: IndexMap<Ty, (Operand, Operand), FxBuildHasher> = IndexMap::default();
    let insts = m.funcs.iter().flat_map(|f| f.blocks.iter()).flat_map(|b| b.insts.iter());
    let made: Vec<Ty> = insts
        .filter_map(|inst| match inst.op {
            Op::New { ty, .. } => Some(ty),
            _ => None,
        })
        .collect();
    for ty in made {
        if !types.contains_key(&ty) {
            let size = Operand::int(Ty::I32, layout::size_of(m, ty));
            let layout = match PointerMap::of(m, ty).word() {
                LayoutWord::Inline(w) => Operand::i32(w as i32),
                LayoutWord::Table(words) => Operand::Global(table(m, &words)),
            };
            types.insert(ty, (size, layout));
        }
    }
    for f in m.funcs.iter_mut() {
        for b in f.blocks.ids() {
            let mut i = 0;
            while i < f.blocks[b].insts.len() {
                let inst = &f.blocks[b].insts[i];
                if let Op::New { ty, .. } = inst.op {
                    let loc = inst.loc;
                    let (size, mut layout) = types[&ty];
                    if let Operand::Global(_) = layout {
                        let v = f.values.push(Ty::I32);
                        let op = Op::Cast(CastOp::PtrToInt, layout);
                        f.blocks[b].insts.insert(i, Inst { op, result: Some(v), loc });
                        i += 1;
                        layout = Operand::Value(v);
                    }
                    f.blocks[b].insts[i].op =
                        Op::Call { callee: Callee::Func(alloc), args: vec![size, layout] };
                }
                i += 1;
            }
        }
    }
}

/// The constant for a pointer map that does not fit into a word.
pub fn table(m: &mut Module, words: &[u32]) -> GlobalId {
    let name = words.iter().fold("map".to_owned(), |name, w| format!("{name}.{w:x}"));
    if let Some(known) = m.globals.ids().find(|g| m.globals[*g].name == name) {
        return known;
    }
    let ty = Ty::Agg(m.agg(Agg::Array(Ty::I32, words.len() as u64)));
    let init = words.iter().map(|w| Const::Int(u64::from(*w))).collect();
    m.globals.push(Global {
        name,
        ty,
        init: Some(Const::Agg(init)),
        constant: true,
        align: 0,
        section: None,
        export: false,
        unnamed: true,
        debug: None,
    })
}
