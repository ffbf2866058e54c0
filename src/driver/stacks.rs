//! The stacks of a program: what the analysis is told of the target, and what the linker is told of
//! the analysis.

use super::objects::Objects;
use crate::stack::facts::Facts;
use crate::stack::graph::Graph;
use crate::stack::insert::{self, Isa, Stacks};
use crate::stack::plan::{self, Limits, Plan};
use crate::stack::{asm, notes};
use crate::target::arch::{Arch, FloatAbi};
use anyhow::Result;

impl Objects<'_> {
    /// Plans the stacks of the program whose assembly text is given; gives the text with checks.
    /// With `traced`, the program looks at its callers.
    pub fn stacks(&self, facts: &Facts, text: &str, traced: bool) -> Result<(String, Plan)> {
        let isa = match self.target.arch {
            Arch::Arm if self.target.has_thumb2() => Isa::Thumb2,
            Arch::Arm => Isa::Thumb,
            Arch::RiscV32 => Isa::RiscV,
            Arch::Xtensa => Isa::Xtensa,
        };
        let mut program = asm::read(text);
        if traced {
            insert::calls_inside(&mut program);
        }
        let helpers = asm::read(self.helpers()?);
        let floats = self.target.float_abi != FloatAbi::Soft;
        let mut frames = Default::default();
        for (text, ours) in self.extra_texts()? {
            notes::read(&text, ours, floats, &mut frames);
        }
        let graph = Graph::new(facts, &program.funcs, &helpers.funcs, &frames);
        // On Arm the program itself leaves the main stack to the handlers when it starts; on the
        // others the trap entry changes stacks.
        let own = self.target.arch != Arch::Arm || graph.nodes.contains_key("embgo_irq_stack");
        let plan = plan::plan(&graph, facts, &self.limits(floats, own, facts));
        let interrupts = plan.interrupts > 0 && plan.checked_in_handlers;
        // Also where no go statement starts them: coroutines, and the tests of package testing.
        let goroutines = facts.funcs.iter().any(|f| f.name == "runtime.newG");
        let stacks = Stacks { goroutines, interrupts };
        let fast = self.options.opt.for_speed();
        Ok((insert::text(&program, &plan.checks, isa, stacks, fast), plan))
    }

    fn limits(&self, floats: bool, own: bool, facts: &Facts) -> Limits {
        // Eight words and up to one for alignment; with floating-point registers 26 (ARMv7-M
        // B1.5.7). RISC-V and Xtensa: the frame of embgo_trap, of embgo_exception.
        let exception = match (self.target.arch, floats) {
            (Arch::Arm, false) => 36,
            (Arch::Arm, true) => 108,
            (Arch::RiscV32, _) => 80,
            (Arch::Xtensa, _) => 144,
        };
        let is_arm = self.target.arch == Arch::Arm;
        Limits {
            main: self.target.stack_size,
            usual: self.target.default_stack_size,
            forced: self.options.stack_size,
            exception,
            own: own.then_some(if is_arm { exception } else { 0 }),
            align: if is_arm { 8 } else { 16 },
            runtime: self.target.arch == Arch::Xtensa,
            nested: is_arm && facts.funcs.iter().any(|f| f.name.ends_with("SetPriority")),
        }
    }
}

/// The linker's symbols for the sizes of stacks.
pub fn symbols(plan: &Plan) -> Vec<(String, u64)> {
    let sized = plan.goroutines.iter();
    let sized = sized.filter_map(|r| Some((r.symbol.clone()?, u64::from(r.bytes))));
    let own = ("_irq_stack_size".to_owned(), u64::from(plan.interrupts));
    sized.chain([own]).collect()
}
