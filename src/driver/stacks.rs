//! The stacks of a program: what the analysis is told of the target, and what the linker is told of
//! the analysis.

use super::objects::Objects;
use crate::stack::facts::Facts;
use crate::stack::graph::Graph;
use crate::stack::insert::{self, Isa};
use crate::stack::plan::{self, Limits, Plan};
use crate::stack::{asm, notes};
use crate::target::arch::{Arch, FloatAbi};
use anyhow::Result;

impl Objects<'_> {
    /// Plans the stacks of the program whose assembly text is given; gives the text with checks.
    pub fn stacks(&self, facts: &Facts, text: &str) -> Result<(String, Plan)> {
        let isa = match self.target.arch {
            Arch::Arm => Isa::Thumb,
            Arch::RiscV32 => Isa::RiscV,
            // No analysis: what the target says, and no checks.
            Arch::Xtensa => return Ok((text.to_owned(), self.unknown_stacks(facts))),
        };
        let program = asm::read(text);
        let helpers = asm::read(self.helpers()?);
        let floats = self.target.float_abi != FloatAbi::Soft;
        let mut frames = Default::default();
        for (text, ours) in self.extra_texts()? {
            notes::read(&text, ours, floats, &mut frames);
        }
        let graph = Graph::new(facts, &program.funcs, &helpers.funcs, &frames);
        let plan = plan::plan(&graph, facts, &self.limits(isa, floats, facts));
        Ok((insert::text(&program, &plan.checks, isa, !facts.sites.is_empty()), plan))
    }

    fn limits(&self, isa: Isa, floats: bool, facts: &Facts) -> Limits {
        // Eight words and up to one for alignment; with floating-point registers 26 (ARMv7-M
        // B1.5.7). RISC-V: the frame of embgo_trap.
        let exception = match (isa, floats) {
            (Isa::Thumb, false) => 36,
            (Isa::Thumb, true) => 108,
            (Isa::RiscV, _) => 80,
        };
        Limits {
            main: self.target.stack_size,
            usual: self.target.default_stack_size,
            forced: self.options.stack_size,
            exception,
            align: if isa == Isa::RiscV { 16 } else { 8 },
            nested: isa == Isa::Thumb
                && facts.funcs.iter().any(|f| f.name.ends_with("SetPriority")),
        }
    }

    fn unknown_stacks(&self, facts: &Facts) -> Plan {
        let bytes = self.options.stack_size.unwrap_or(self.target.default_stack_size);
        let roots = facts.sites.iter().map(|site| plan::Root {
            name: "go".to_owned(),
            pos: site.pos,
            needs: None,
            bytes,
            chain: Vec::new(),
            why: Some("frames are not known on this processor".to_owned()),
            symbol: Some(site.symbol.clone()),
        });
        Plan { goroutines: roots.collect(), ..Plan::default() }
    }
}

/// The linker's symbols for the sizes of goroutines' stacks.
pub fn symbols(plan: &Plan) -> Vec<(String, u64)> {
    let sized = plan.goroutines.iter();
    sized.filter_map(|r| Some((r.symbol.clone()?, u64::from(r.bytes)))).collect()
}
