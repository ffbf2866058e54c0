//! Tells the runtime system what channels the program has, so that what no channel needs drops
//! out: `runtime.buffering` is false if none has a buffer, `runtime.onlyWords` true if the elements
//! of all are aligned words.

use super::PassConfig;
use crate::ir::entities::*;
use crate::ir::function::*;
use crate::ir::module::{Const, Module};

const MAKE: &str = "runtime.makechan";
/// The bit of the layout for elements that are aligned words.
const WORD: u64 = 2;

pub fn run(m: &mut Module, _: &PassConfig) {
    let Some(make) = m.funcs.ids().find(|f| m.funcs[*f].name == MAKE) else { return };
    let (mut buffering, mut only_words) = (false, true);
    let mut other = |op: &Operand| {
        if *op == Operand::Func(make) {
            (buffering, only_words) = (true, false);
        }
    };
    for block in m.funcs.iter().flat_map(|f| f.blocks.iter()) {
        block.insts.iter().for_each(|i| i.op.operands(&mut other));
    }
    for inst in m.funcs.iter().flat_map(|f| f.blocks.iter()).flat_map(|b| b.insts.iter()) {
        let Op::Call { callee: Callee::Func(c), args } = &inst.op else { continue };
        if *c == make {
            let none = matches!(args.get(1), Some(Operand::Int(_, 0) | Operand::Zero(_)));
            buffering |= !none;
            only_words &= matches!(args.get(2), Some(Operand::Int(_, bits)) if bits & WORD != 0);
        }
    }
    for (name, value) in [("runtime.buffering", buffering), ("runtime.onlyWords", only_words)] {
        if let Some(g) = m.globals.iter_mut().find(|g| g.name == name) {
            g.init = Some(Const::Int(u64::from(value)));
            g.constant = true;
        }
    }
}
