//! Is a module well formed? An error is a bug of lowering or of a pass, and names the function
//! and the instruction.
//!
//! Checked: ids exist, operands have the types their instruction needs, a temporary is defined
//! once and before it is used on every path, blocks end, calls fit their signatures, initial
//! values fit their types, symbols are defined once.

mod op;

use super::cfg::Cfg;
use super::entities::*;
use super::fold::mask;
use super::function::*;
use super::module::*;
use super::print;
use crate::base::index::IndexVec;
use anyhow::{Result, anyhow, bail, ensure};
use rustc_hash::FxHashSet;

/// Checks the whole module.
pub fn module(m: &Module) -> Result<()> {
    types(m)?;
    let mut symbols = FxHashSet::default();
    for (id, g) in m.globals.iter_enumerated() {
        ensure!(ty_exists(m, g.ty), "global {id} {}: unknown type", g.name);
        if let Some(init) = &g.init {
            ensure!(symbols.insert(g.name.as_str()), "symbol {} is defined twice", g.name);
            constant(m, g.ty, init).map_err(|e| anyhow!("global {id} {}: {e}", g.name))?;
        }
        ensure!(g.align == 0 || g.align.is_power_of_two(), "global {id} {}: align", g.name);
    }
    for f in m.funcs.iter().filter(|f| !f.is_external()) {
        ensure!(symbols.insert(f.name.as_str()), "symbol {} is defined twice", f.name);
    }
    let barriers = m.barriers.iter().flat_map(|b| b.funcs()).collect::<Vec<_>>();
    for f in m.checks.values().chain(&m.alloc).chain(&barriers) {
        ensure!(f.0 < m.funcs.len() as u32, "{f} does not exist");
    }
    for (id, f) in m.funcs.iter_enumerated() {
        function(m, f).map_err(|e| anyhow!("function {id} {}: {e}", f.name))?;
    }
    Ok(())
}

/// Types name only types before them, so none contains itself.
fn types(m: &Module) -> Result<()> {
    for (i, agg) in m.aggs.iter().enumerate() {
        let fine = |ty: &Ty| !matches!(ty, Ty::Agg(a) if a.0 as usize >= i);
        let all_fine = match agg {
            Agg::Struct(fields) => fields.iter().all(fine),
            Agg::Array(elem, _) => fine(elem),
        };
        ensure!(all_fine, "agg{i} names itself or a later type");
    }
    for sig in &m.sigs {
        let fine = sig.params.iter().chain(&sig.result).all(|ty| ty_exists(m, *ty));
        ensure!(fine, "a signature names an unknown type");
    }
    Ok(())
}

fn ty_exists(m: &Module, ty: Ty) -> bool {
    !matches!(ty, Ty::Agg(a) if a.0 as usize >= m.aggs.len())
}

/// Does the constant fill a `ty`?
fn constant(m: &Module, ty: Ty, c: &Const) -> Result<()> {
    match c {
        Const::Zero | Const::Undef => {}
        Const::Int(v) => ensure!(ty.is_int() && *v <= mask(ty), "{v} is no {ty}"),
        Const::Float(_) => ensure!(ty.is_float(), "a float constant for {ty}"),
        Const::Addr(_) => ensure!(ty == Ty::Ptr, "an address for {ty}"),
        Const::Global(g, _) => {
            ensure!(ty == Ty::Ptr, "the address of {g} for {ty}");
            ensure!(m.globals.get(*g).is_some(), "{g} does not exist");
        }
        Const::Func(f) => {
            ensure!(ty == Ty::Ptr, "the address of {f} for {ty}");
            ensure!(m.funcs.get(*f).is_some(), "{f} does not exist");
        }
        Const::Bytes(bytes) => match ty {
            Ty::Agg(id) => match m.agg_def(id) {
                Agg::Array(Ty::I8, n) if bytes.len() as u64 <= *n => {}
                _ => bail!("{} bytes for {ty}", bytes.len()),
            },
            _ => bail!("bytes for {ty}"),
        },
        Const::Agg(parts) => {
            let Ty::Agg(id) = ty else { bail!("parts for {ty}") };
            let count = match m.agg_def(id) {
                Agg::Struct(fields) => fields.len() as u64,
                Agg::Array(_, n) => *n,
            };
            ensure!(parts.len() as u64 <= count, "{} parts for {ty}", parts.len());
            for (i, part) in parts.iter().enumerate() {
                constant(m, m.part_ty(ty, i as u32), part)?;
            }
        }
    }
    Ok(())
}

/// Where a temporary is defined: the parameters at 0 of the entry block, before everything.
#[derive(Clone, Copy)]
struct Def {
    block: BlockId,
    /// The instruction's place, from 1.
    at: usize,
}

/// A function that is being checked.
struct Checker<'a> {
    m: &'a Module,
    f: &'a Function,
    cfg: Cfg,
    defs: IndexVec<ValueId, Option<Def>>,
    /// The place being checked.
    block: BlockId,
    at: usize,
}

/// Checks one function.
pub fn function(m: &Module, f: &Function) -> Result<()> {
    ensure!((f.sig.0 as usize) < m.sigs.len(), "unknown signature {}", f.sig);
    if f.is_external() {
        return Ok(());
    }
    ensure!(f.values.iter().all(|t| ty_exists(m, *t)), "a temporary of an unknown type");
    for (id, slot) in f.slots.iter_enumerated() {
        ensure!(ty_exists(m, slot.ty), "{id}: unknown type");
    }
    let params = &m.sig_def(f.sig).params;
    ensure!(f.params.len() == params.len(), "{} parameters, not {}", f.params.len(), params.len());
    for (v, ty) in f.params.iter().zip(params.iter()) {
        ensure!(f.values.get(*v) == Some(ty), "parameter {v} is no {ty}");
    }
    for (id, block) in f.blocks.iter_enumerated() {
        let Some(term) = &block.term else { bail!("{id} has no terminator") };
        let mut fine = true;
        term.successors(|s| fine &= f.blocks.get(s).is_some());
        ensure!(fine, "{id} branches to a block that does not exist");
    }
    let defs = definitions(f)?;
    let mut c = Checker { m, f, cfg: Cfg::new(f), defs, block: BlockId(0), at: 0 };
    for (id, block) in f.blocks.iter_enumerated() {
        c.block = id;
        for (i, inst) in block.insts.iter().enumerate() {
            c.at = i + 1;
            c.inst(inst).map_err(|e| anyhow!("{id}: {}: {e}", print::inst(f, inst)))?;
        }
        c.at = block.insts.len() + 1;
        if let Some(term) = &block.term {
            c.term(term).map_err(|e| anyhow!("end of {id}: {e}"))?;
        }
    }
    Ok(())
}

fn definitions(f: &Function) -> Result<IndexVec<ValueId, Option<Def>>> {
    let mut defs = IndexVec::from_elem(None, f.values.len());
    let mut define = |v: ValueId, def: Def| {
        let place = defs.get_mut(v).ok_or_else(|| anyhow!("{v} has no type"))?;
        ensure!(place.replace(def).is_none(), "{v} is defined twice");
        Ok(())
    };
    for v in &f.params {
        define(*v, Def { block: BlockId(0), at: 0 })?;
    }
    for (block, b) in f.blocks.iter_enumerated() {
        for (i, v) in b.insts.iter().enumerate().filter_map(|(i, inst)| Some((i, inst.result?))) {
            define(v, Def { block, at: i + 1 })?;
        }
    }
    Ok(defs)
}

impl Checker<'_> {
    /// The type of an operand, which exists and is defined here.
    fn ty(&self, op: Operand) -> Result<Ty> {
        match op {
            Operand::Value(v) => {
                let def = self.defs.get(v).copied().flatten();
                let Some(def) = def else { bail!("{v} is never defined") };
                let before = match def.block == self.block {
                    true => def.at < self.at,
                    false => self.cfg.dominates(def.block, self.block),
                };
                // Nothing can be said about code that is not reached.
                ensure!(
                    before || !self.cfg.is_reached(self.block),
                    "{v} is used before its definition"
                );
            }
            Operand::Int(ty, v) => {
                ensure!(ty.is_int(), "an integer constant of type {ty}");
                ensure!(v <= mask(ty), "{v} is too large for {ty}");
            }
            Operand::Float(ty, _) => ensure!(ty.is_float(), "a float constant of type {ty}"),
            Operand::Slot(s) => ensure!(self.f.slots.get(s).is_some(), "{s} does not exist"),
            Operand::Global(g) => ensure!(self.m.globals.get(g).is_some(), "{g} does not exist"),
            Operand::Func(f) => ensure!(self.m.funcs.get(f).is_some(), "{f} does not exist"),
            Operand::Zero(ty) | Operand::Undef(ty) => {
                ensure!(ty_exists(self.m, ty), "unknown type {ty}");
            }
            Operand::Null => {}
        }
        Ok(self.f.operand_ty(op))
    }

    /// The operand must have this type.
    fn want(&self, op: Operand, ty: Ty) -> Result<()> {
        let found = self.ty(op)?;
        ensure!(found == ty, "{op} is {}, not {}", self.show(found), self.show(ty));
        Ok(())
    }

    /// A type for a message, with the parts of an aggregate.
    fn show(&self, ty: Ty) -> String {
        match ty {
            Ty::Agg(id) => match self.m.agg_def(id) {
                Agg::Struct(fields) => {
                    let fields: Vec<String> = fields.iter().map(|f| self.show(*f)).collect();
                    format!("{ty} {{{}}}", fields.join(", "))
                }
                Agg::Array(elem, n) => format!("{ty} [{n} x {}]", self.show(*elem)),
            },
            scalar => scalar.to_string(),
        }
    }

    fn term(&self, term: &Term) -> Result<()> {
        match term {
            Term::Br(_) | Term::Unreachable => Ok(()),
            Term::CondBr { cond, .. } => self.want(*cond, Ty::Bool),
            Term::Switch { value, ty, cases, .. } => {
                ensure!(ty.is_int(), "a switch on {ty}");
                let mut seen = FxHashSet::default();
                for (v, _) in cases {
                    ensure!(*v <= mask(*ty), "case {v} is too large for {ty}");
                    ensure!(seen.insert(*v), "case {v} occurs twice");
                }
                self.want(*value, *ty)
            }
            Term::Ret(v) => match (v, self.m.sig_def(self.f.sig).result) {
                (None, None) => Ok(()),
                (Some(v), Some(ty)) => self.want(*v, ty),
                (None, Some(ty)) => bail!("ret without a {ty}"),
                (Some(v), None) => bail!("ret {v} in a function without a result"),
            },
        }
    }
}
