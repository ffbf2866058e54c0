//! Turns what a dying program prints into what people can read: addresses into functions and lines,
//! the words of a fault into its cause.
//!
//! Takes the ELF file and the program's output as it comes, in pieces of any size; gives texts to be
//! shown beside it. Damaged files and wild output give nothing worse than no explanation. Knows no
//! ports and no tools.
//!
//! The lines it knows, written by `runtime-stubs/runtime`:
//!
//! ```text
//! trace: 0x1a3 0x245                 return addresses, the innermost first
//! fatal error: exception 3           the processor's number, then
//! fault: 0x20001fd0 0x0 ...          Arm: sp r0-r3 r12 lr pc psr, CFSR and address where there are;
//!                                    RISC-V: pc mtval sp ra t0-t2 a0-a7 t3-t6
//!                                    Xtensa: pc EXCVADDR sp a0 a2-a11
//! ```

pub mod callers;
pub mod calls;
pub mod cause;
pub mod chain;
pub mod code;
pub mod frames;
pub mod symbols;

use chain::Chains;
use std::cell::OnceCell;
use symbols::{Machine, Symbols};

/// Longer lines are none of ours.
const MAX_LINE: usize = 4096;

/// Watches a program's output.
#[derive(Default)]
pub struct Decoder {
    elf: Vec<u8>,
    // They are read when the program dies: few do.
    symbols: OnceCell<Symbols>,
    chains: OnceCell<Chains>,
    line: Vec<u8>,
    /// The number in the line before.
    exception: Option<u32>,
}

impl Decoder {
    /// A decoder for the output of the program in `elf`.
    pub fn new(elf: &[u8]) -> Decoder {
        Decoder { elf: elf.to_vec(), ..Decoder::default() }
    }

    fn symbols(&self) -> &Symbols {
        self.symbols.get_or_init(|| Symbols::read(&self.elf))
    }

    /// Takes the next piece of output; gives the explanation of each line in it that has one.
    pub fn feed(&mut self, piece: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        for &b in piece {
            if b != b'\n' {
                if self.line.len() < MAX_LINE {
                    self.line.push(b);
                }
                continue;
            }
            let line = std::mem::take(&mut self.line);
            let line = String::from_utf8_lossy(&line);
            found.extend(self.line(line.trim()));
        }
        found
    }

    fn line(&mut self, line: &str) -> Option<String> {
        if let Some(number) = line.strip_prefix("fatal error: exception ") {
            self.exception = number.parse().ok();
            return None;
        }
        if let Some(words) = line.strip_prefix("fault:") {
            let words = numbers(words)?;
            let number = self.exception.take()?;
            return self.fault(number, &words);
        }
        let addresses = numbers(line.strip_prefix("trace:")?)?;
        let thumb = u32::from(self.symbols().machine() == Machine::Arm);
        let addresses: Vec<u32> = addresses.iter().map(|a| a & !thumb).collect();
        let chains = self.chains.get_or_init(|| Chains::read(&self.elf));
        let text = self.frames(chains.choose(&addresses));
        (!text.is_empty()).then_some(text)
    }

    /// One line a frame.
    fn frames(&self, addresses: Vec<u32>) -> String {
        let mut text = String::new();
        let mut last = (String::new(), 0);
        for address in addresses {
            let frames = self.symbols().called_from(address);
            if frames == last.0 {
                last.1 += 1;
                continue;
            }
            text += &repeated(last.1);
            text += &frames;
            last = (frames, 0);
        }
        text += &repeated(last.1);
        text.trim_end().to_owned()
    }

    fn fault(&self, number: u32, words: &[u32]) -> Option<String> {
        let arm = ["sp", "r0", "r1", "r2", "r3", "r12", "lr", "pc", "psr"];
        let riscv = [
            "pc", "value", "sp", "ra", "t0", "t1", "t2", "a0", "a1", "a2", "a3", "a4", "a5", "a6",
            "a7", "t3", "t4", "t5", "t6",
        ];
        let xtensa = [
            "pc", "value", "sp", "a0", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11",
        ];
        let names: &[&str] = match self.symbols().machine() {
            Machine::Arm => &arm,
            Machine::RiscV => &riscv,
            Machine::Xtensa => &xtensa,
            Machine::Other => return None,
        };
        let of = |name: &str| words.get(names.iter().position(|n| *n == name)?).copied();
        let mut text = match self.symbols().machine() {
            Machine::Arm => cause::arm(number, words.get(9).copied(), words.get(10).copied()),
            Machine::Xtensa => cause::xtensa(number, of("value").unwrap_or(0)),
            _ => cause::riscv(number, of("value").unwrap_or(0)),
        };
        text.push('\n');
        for (name, value) in names.iter().zip(words) {
            text += &format!("  {name}={value:#x}");
        }
        text.push('\n');
        text += &self.symbols().at(of("pc")?);
        let xtensa = self.symbols().machine() == Machine::Xtensa;
        if let Some(back) = of("lr").or(of("ra")).or(of("a0").filter(|_| xtensa)) {
            text += &self.symbols().called_from(back);
        }
        Some(text.trim_end().to_owned())
    }
}

fn repeated(times: u32) -> String {
    match times {
        0 => String::new(),
        1 => "  (once more)\n".to_owned(),
        n => format!("  ({n} more times)\n"),
    }
}

/// Hexadecimal numbers with blanks between them; nothing if there is anything else.
fn numbers(text: &str) -> Option<Vec<u32>> {
    let word = |w: &str| u32::from_str_radix(w.strip_prefix("0x")?, 16).ok();
    text.split_whitespace().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_makes_it_fail() {
        arbtest::arbtest(|u| {
            let elf: Vec<u8> = u.arbitrary()?;
            let mut decoder = Decoder::new(&elf);
            let pieces = [
                "trace:",
                " 0x",
                "fatal error: exception ",
                "fault:",
                "7",
                "\n",
                "\r\n",
                "ffffffff",
                "é",
                " 0x80000001",
            ];
            for _ in 0..u.int_in_range(0..=60)? {
                decoder.feed(u.choose(&pieces)?.as_bytes());
            }
            decoder.feed(&u.arbitrary::<Vec<u8>>()?);
            Ok(())
        });
    }
}
