//! Makes every `New` that is left a call of the allocator.

use super::PassConfig;
use crate::base::source::Pos;
use crate::ir::entities::*;
use crate::ir::function::{Callee, Op};
use crate::ir::layout;
use crate::ir::module::Module;

/// `runtime.alloc`'s flag for objects without pointers.
const POINTER_FREE: i32 = 1;

/// Replaces `New` by calls. Without an allocator (which lowering provides where a `New` occurs)
/// the module is left as it is.
pub fn run(m: &mut Module, _: &PassConfig) {
    let Some(alloc) = m.alloc else { return };
    let sizes: Vec<u64> =
        (0..m.aggs.len()).map(|i| layout::size_of(m, Ty::Agg(AggId(i as u32)))).collect();
    let size_of = |ty| match ty {
        Ty::Agg(id) => sizes[id.0 as usize],
        Ty::I64 | Ty::F64 => 8,
        Ty::I16 => 2,
        Ty::I32 | Ty::F32 | Ty::Ptr => 4,
        Ty::Bool | Ty::I8 => 1,
    };
    for f in m.funcs.iter_mut() {
        for inst in f.blocks.iter_mut().flat_map(|b| b.insts.iter_mut()) {
            if let Op::New { ty, pointer_free, .. } = inst.op {
                let size = Operand::int(Ty::I32, size_of(ty));
                let flags = Operand::i32(if pointer_free { POINTER_FREE } else { 0 });
                inst.op = Op::Call { callee: Callee::Func(alloc), args: vec![size, flags] };
            }
        }
    }
}

/// The places that allocate, each with the reason given by lowering: for `-gc=none` and for
/// reports. To be asked before [`run`].
pub fn sites(m: &Module) -> Vec<(Pos, &'static str)> {
    let insts = m.funcs.iter().flat_map(|f| f.blocks.iter()).flat_map(|b| b.insts.iter());
    let mut sites: Vec<(Pos, &'static str)> = insts
        .filter_map(|inst| match inst.op {
            Op::New { why, .. } => Some((inst.loc.pos, why)),
            _ => None,
        })
        .collect();
    sites.sort();
    sites.dedup();
    sites
}
