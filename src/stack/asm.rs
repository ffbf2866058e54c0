//! Reads assembly text as clang writes it: which functions there are, the bytes of stack that each
//! takes by itself, and what it calls.

use super::calls::{self, Registers};
use rustc_hash::FxHashMap;

/// A function as it was compiled.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AsmFunc {
    pub name: String,
    /// Bytes of its own frame, saved registers included.
    pub frame: u32,
    /// What it calls or jumps to by name, in order of appearance, without repetitions.
    pub calls: Vec<String>,
    /// It calls an address in a register.
    pub indirect: bool,
    /// Names, not of functions only, that the registers hold whose values it calls.
    pub held: Vec<String>,
    /// It jumps to an address in a register: a call in tail position (RISC-V), or a table of cases.
    pub jumps: bool,
    /// The line with the first of the directives that belong to its label.
    pub head: usize,
    /// The line of the text with its first instruction.
    pub start: usize,
    /// The line with its last one.
    pub last: usize,
}

/// Assembly text and what was found in it.
#[derive(Clone, Debug, Default)]
pub struct Asm {
    /// The lines, without the sections that hold the sizes of frames.
    pub lines: Vec<String>,
    pub funcs: Vec<AsmFunc>,
}

/// Reads the text. What is not understood is kept and ignored.
pub fn read(text: &str) -> Asm {
    let mut reader = Reader::default();
    for line in text.lines() {
        reader.line(line);
    }
    reader.end();
    reader.out
}

#[derive(Default)]
struct Reader<'a> {
    out: Asm,
    current: Option<AsmFunc>,
    started: bool,
    /// Names declared to be functions whose labels have not come yet.
    declared: Vec<String>,
    sizes: bool,
    bytes: Vec<u8>,
    registers: Registers<'a>,
    /// The label whose value comes next, and the symbols that labels of literals stand for.
    label: Option<&'a str>,
    literals: FxHashMap<&'a str, &'a str>,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str) {
        let text = line.trim_start();
        if self.sizes && !text.starts_with(".section") {
            self.size_bytes(text);
            return;
        }
        if let Some(rest) = text.strip_prefix(".section") {
            self.end_sizes();
            if rest.trim_start().starts_with(".stack_sizes") {
                self.sizes = true;
                return;
            }
        }
        self.look(line, text);
        self.out.lines.push(line.to_owned());
    }

    fn look(&mut self, line: &'a str, text: &'a str) {
        if let Some(rest) = text.strip_prefix(".type") {
            let (name, rest) = symbol(rest.trim_start());
            if rest.trim_start_matches([',', ' ', '\t']).get(1..9) == Some("function") {
                self.declared.push(name.to_owned());
            }
            return;
        }
        let indented = line.starts_with(['\t', ' ']);
        if !indented {
            let (name, rest) = symbol(text);
            if !name.starts_with(".Ltmp") {
                self.registers.block();
            }
            self.label = Some(name).filter(|n| rest.starts_with(':') && n.starts_with(".LCPI"));
            if rest.starts_with(':') && self.declared.iter().any(|d| d == name) {
                self.end();
                self.started = false;
                let head = self.head();
                self.current = Some(AsmFunc { name: name.to_owned(), head, ..AsmFunc::default() });
            }
            return;
        }
        if text.starts_with(['.', '@', '#']) || text.is_empty() {
            if let (Some(label), Some(value)) = (self.label.take(), text.strip_prefix(".long")) {
                self.literals.insert(label, symbol(value.trim_start()).0);
            }
            return;
        }
        let at = self.out.lines.len();
        let Some(f) = &mut self.current else { return };
        if !self.started {
            self.started = true;
            f.start = at;
        }
        f.last = at;
        calls::instruction(f, &mut self.registers, text);
    }

    /// Where the directives begin that the next line's label belongs to: behind what sets the
    /// section and aligns.
    fn head(&self) -> usize {
        let place = |line: &String| {
            let line = line.trim_start();
            !line.starts_with('.')
                || [".section", ".text", ".p2align"].iter().any(|d| line.starts_with(d))
        };
        self.out.lines.iter().rposition(place).map_or(0, |at| at + 1)
    }

    fn end(&mut self) {
        self.end_sizes();
        if let Some(mut f) = self.current.take().filter(|_| self.started) {
            self.registers.finish(&mut f, &self.literals);
            self.out.funcs.push(f);
        }
        self.declared.clear();
    }

    /// Lines of a `.stack_sizes` section: the function's address, then its size as ULEB128.
    fn size_bytes(&mut self, text: &str) {
        let (word, rest) = text.split_once(['\t', ' ']).unwrap_or((text, ""));
        match word {
            ".byte" => self.bytes.extend(rest.trim().parse::<u8>().ok()),
            ".ascii" | ".asciz" => {
                self.bytes.extend(unescape(rest.trim()));
                if word == ".asciz" {
                    self.bytes.push(0);
                }
            }
            _ => {}
        }
    }

    fn end_sizes(&mut self) {
        if !std::mem::take(&mut self.sizes) {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let parts = bytes.iter().take(5).enumerate();
        let size = parts.fold(0u64, |n, (i, b)| n | u64::from(b & 0x7f) << (7 * i));
        if let Some(f) = &mut self.current {
            f.frame = u32::try_from(size).unwrap_or(u32::MAX);
        }
    }
}

/// The symbol that the text begins with, and the rest.
pub(super) fn symbol(text: &str) -> (&str, &str) {
    if let Some(quoted) = text.strip_prefix('"') {
        return match quoted.split_once('"') {
            Some((name, rest)) => (name, rest),
            None => (quoted, ""),
        };
    }
    let end = text.find([',', ' ', '\t', ':', '(', '@', '#']).unwrap_or(text.len());
    text.split_at(end)
}

/// The bytes of a quoted string with octal and C escapes.
fn unescape(text: &str) -> Vec<u8> {
    let inner = text.strip_prefix('"').unwrap_or(text);
    let inner = inner.rsplit_once('"').map_or(inner, |(s, _)| s);
    let mut out = Vec::new();
    let mut bytes = inner.bytes().peekable();
    while let Some(b) = bytes.next() {
        if b != b'\\' {
            out.push(b);
            continue;
        }
        let Some(c) = bytes.next() else { break };
        if !(b'0'..=b'7').contains(&c) {
            out.push(match c {
                b'n' => b'\n',
                b't' => b'\t',
                b'r' => b'\r',
                b'b' => 8,
                b'f' => 12,
                other => other,
            });
            continue;
        }
        let mut value = u32::from(c - b'0');
        for _ in 0..2 {
            let Some(d) = bytes.next_if(|d| (b'0'..=b'7').contains(d)) else { break };
            value = value * 8 + u32::from(d - b'0');
        }
        out.push(value as u8);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_and_calls() {
        let text = "\t.type\t\"main.(*T).M\",%function\n\"main.(*T).M\":  @ x\n\t.fnstart\n\
                    \tpush\t{r4, lr}\n\tbl\tmain.f\n\tblx\tr3\n\tb\t.LBB0_1\n\tb\t\"a.(*B).c\"\n\
                    \t.section\t.stack_sizes,\"o\",%progbits,.text.x\n\t.long\t.Lfunc_begin0\n\
                    \t.ascii\t\"\\220A\"\n\t.section\t.text.y,\"ax\",%progbits\n";
        let asm = read(text);
        let f = &asm.funcs[0];
        assert_eq!((f.name.as_str(), f.frame, f.indirect), ("main.(*T).M", 16 + 65 * 128, true));
        assert_eq!(f.calls, ["main.f", "a.(*B).c"]);
        assert_eq!(asm.lines[f.start], "\tpush\t{r4, lr}");
        assert!(asm.lines.iter().all(|l| !l.contains("stack_sizes")));
    }

    #[test]
    fn riscv_calls() {
        let text = "\t.type\tf,@function\nf:\n\tcall\tt0, OUTLINED_FUNCTION_1\n\ttail\tg\n\
                    \tjalr\ta1\n\tjr\ta0\n";
        let f = &read(text).funcs[0];
        assert_eq!(f.calls, ["OUTLINED_FUNCTION_1", "g"]);
        assert!(f.indirect && f.jumps);
    }

    #[test]
    fn calls_through_registers() {
        // Thumb: the literals come behind the code.
        let text = "\t.type\tmain.g,%function\nmain.g:\n\tldr\tr4, .LCPI0_0\n\tblx\tr4\n\tblx\tr4\n\
                    \tldr\tr2, .LCPI0_1\n\tmov\tr1, r4\n\tbx\tr1\n.LCPI0_0:\n\t.long\tmain.f\n\
                    .LCPI0_1:\n\t.long\tmain.x\n";
        let f = &read(text).funcs[0];
        assert_eq!((&f.held[..], f.calls.len()), (&["main.f".to_owned()][..], 0));
        // Xtensa: in front of it.
        let text = ".LCPI0_0:\n\t.long\t\"main.(*T).f\"\n\t.type\tmain.g,@function\nmain.g:\n\
                    \tl32r\ta12, .LCPI0_0\n\tcallx0\ta12\n\tor\ta8, a12, a12\n\tcallx0\ta8\n\
                    \tcall0\tmain.h\n\tret\n";
        let f = &read(text).funcs[0];
        assert_eq!(
            (&f.held[..], &f.calls[..]),
            (&["main.(*T).f".to_owned()][..], &["main.h".to_owned()][..])
        );
    }

    #[test]
    fn any_text_is_read() {
        arbtest::arbtest(|u| {
            let words = [
                "\t.type\tf,%function\n",
                "f:\n",
                "\tbl\t",
                "\t.section\t.stack_sizes,\n",
                "\t.ascii\t\"\\",
                "\t.byte\t999\n",
                "\"",
                "\n",
                "\tcall\t",
                ", ",
                "é",
            ];
            let mut text = String::new();
            for _ in 0..u.int_in_range(0..=40)? {
                text.push_str(u.choose(&words)?);
            }
            read(&text);
            Ok(())
        });
    }
}
