//! What the instructions of a function call, as clang writes them for Thumb, RV32 and Xtensa.
//!
//! A call through a register reaches a known function if the register is only a shorter way to its
//! name: LLVM keeps an address that it calls several times in a register.

use super::asm::{AsmFunc, symbol};
use rustc_hash::FxHashMap;

/// Registers of the function at hand.
#[derive(Default)]
pub struct Registers<'a> {
    /// Those that hold a literal at this place of the block, with the label of the literal.
    now: Vec<(&'a str, &'a str)>,
    /// What was read from the stack in this block: at the end of a function, what it keeps for its
    /// caller.
    restored: Vec<&'a str>,
    /// All loads of literals: register and label.
    loads: Vec<(&'a str, &'a str)>,
    /// Copies: to, from.
    moves: Vec<(&'a str, &'a str)>,
    /// Registers that get other values somewhere.
    others: Vec<&'a str>,
    /// Labels whose values are called, and registers of which the block does not tell the value.
    known: Vec<&'a str>,
    called: Vec<&'a str>,
}

impl<'a> Registers<'a> {
    /// Another block begins.
    pub fn block(&mut self) {
        self.now.clear();
        for register in self.restored.drain(..) {
            once(&mut self.others, register);
        }
    }

    /// Adds the functions that registers hold where they are called, or that the called addresses
    /// may be others; `literals` has the values of labels.
    pub fn finish(&mut self, f: &mut AsmFunc, literals: &FxHashMap<&str, &str>) {
        self.block();
        let mut at = 0;
        while let Some(&register) = self.called.get(at) {
            at += 1;
            let known = self.known.len();
            self.known.extend(self.loads.iter().filter(|(r, _)| *r == register).map(|l| l.1));
            let mut copied = false;
            for (_, from) in self.moves.iter().filter(|(to, _)| *to == register) {
                copied = true;
                once(&mut self.called, from);
            }
            let none = !copied && self.known.len() == known;
            f.indirect |= none || self.others.contains(&register);
        }
        for name in self.known.iter().filter_map(|label| literals.get(label)) {
            add(&mut f.held, name);
        }
        *self = Registers::default();
    }

    fn call(&mut self, operand: &'a str) {
        let register = symbol(operand).0;
        match self.now.iter().find(|(r, _)| *r == register) {
            Some((_, label)) => self.known.push(label),
            None => {
                // What the block has read from the stack is what is called.
                if self.restored.contains(&register) {
                    once(&mut self.others, register);
                }
                once(&mut self.called, register);
            }
        }
    }

    /// Notes what an instruction does to registers.
    fn change(&mut self, op: &str, operands: &'a str) {
        if matches!(op, "ret" | "ret.n" | "bx") || op.starts_with("pop") {
            self.restored.clear();
            return;
        }
        const STORES: [&str; 9] = ["str", "stm", "s32", "s16", "s8", "ssi", "cmp", "tst", "push"];
        let branch = op.starts_with('b') && !op.starts_with("bic") && !op.starts_with("bf");
        if branch || STORES.iter().any(|n| op.starts_with(n)) {
            return;
        }
        let (to, rest) = operands.split_once(", ").unwrap_or((operands, ""));
        self.now.retain(|(r, _)| *r != to);
        if matches!(op, "l32r" | "ldr" | "ldr.w") && rest.starts_with(".L") {
            let label = symbol(rest).0;
            self.now.push((to, label));
            self.loads.push((to, label));
            return;
        }
        if op == "mov" || op == "or" {
            // Xtensa has no move: both operands of the OR are the same.
            let (from, same) = rest.split_once(", ").unwrap_or((rest, rest));
            let (from, same) = (symbol(from).0, symbol(same).0);
            if from == same && from.starts_with(|c: char| c.is_ascii_alphabetic()) {
                self.moves.push((to, from));
                return;
            }
        }
        if op == "l32i" && rest.starts_with("a1,") {
            self.restored.push(to);
            return;
        }
        // Some have two results, and a list of them stands in braces.
        for word in operands.split(|c: char| !c.is_ascii_alphanumeric()) {
            let register = word.starts_with(['r', 'a']) && word.len() <= 3;
            if register && (word == to || op.starts_with("ldm") || op.starts_with("ldrd")) {
                once(&mut self.others, word);
            }
        }
    }
}

fn once<'a>(list: &mut Vec<&'a str>, register: &'a str) {
    if !list.contains(&register) {
        list.push(register);
    }
}

fn add(list: &mut Vec<String>, name: &str) {
    if !name.starts_with(".L") && !name.is_empty() && !list.iter().any(|c| c == name) {
        list.push(name.to_owned());
    }
}

/// Conditions of branches on Thumb.
const CONDITIONS: [&str; 14] =
    ["eq", "ne", "lo", "hs", "lt", "ge", "gt", "le", "hi", "ls", "mi", "pl", "vs", "vc"];

/// Notes what an instruction calls.
pub fn instruction<'a>(f: &mut AsmFunc, registers: &mut Registers<'a>, text: &'a str) {
    let (op, rest) = text.split_once(['\t', ' ']).unwrap_or((text, ""));
    let rest = rest.trim_start();
    let mut direct = |operand: &str| add(&mut f.calls, symbol(operand.trim_start()).0);
    match op {
        "bl" | "b" | "b.w" | "tail" | "j" | "call0" => direct(rest),
        // `call t0, name` is how functions that the compiler outlined are reached.
        "call" | "jal" => direct(rest.rsplit_once(", ").map_or(rest, |(_, name)| name)),
        "blx" if rest.starts_with('r') || rest.starts_with("ip") => registers.call(rest),
        "blx" => direct(rest),
        "jalr" => f.indirect = true,
        "callx0" => registers.call(rest),
        "bx" if !rest.starts_with("lr") => registers.call(rest),
        "jx" => f.jumps = true,
        "jr" if !f.name.starts_with("OUTLINED_") && !rest.starts_with("ra") => f.jumps = true,
        _ => {
            // A conditional branch to another function: "beq name".
            let condition = op.strip_prefix('b').map(|c| c.trim_end_matches(".w"));
            if condition.is_some_and(|c| CONDITIONS.contains(&c)) && !rest.contains(',') {
                direct(rest);
            }
        }
    }
    registers.change(op, rest);
}
