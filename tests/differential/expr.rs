//! Expressions of a wanted type.

use crate::state::{Expr, Gen, Mode, contains_param};
use crate::types::{BYTE, Constraint, INT, INTS, Sig, Ty};

fn konst(s: String) -> Expr {
    Expr { s, konst: true }
}

pub fn value(s: String) -> Expr {
    Expr { s, konst: false }
}

impl Gen {
    /// An expression of type `t`, nested at most `d` deep.
    pub fn expr(&mut self, t: &Ty, d: usize) -> Expr {
        self.nesting += 1;
        let e = match self.nesting > 10 {
            true => value(format!("*new({})", self.tn(t))),
            false => self.expr_of(t, d),
        };
        self.nesting -= 1;
        e
    }

    fn expr_of(&mut self, t: &Ty, d: usize) -> Expr {
        if d == 0 || self.rng.chance(15) {
            return self.leaf(t, d);
        }
        if self.mode == Mode::Calls
            && self.rng.chance(40)
            && let Some(call) = self.call_of(t, d - 1)
        {
            return value(call);
        }
        if self.mode != Mode::Calls
            && self.rng.chance(8)
            && let Some(call) = self.safe_call(t, d - 1)
        {
            return value(call);
        }
        let under = self.under(t);
        match &under {
            Ty::Bool => match self.bool(d - 1) {
                e if *t == Ty::Bool => e,
                e => value(format!("{}(id(bool({})))", self.tn(t), e.s)),
            },
            Ty::Int(i) => {
                let (_, bits, signed) = INTS[*i];
                self.int(t, bits, signed, d - 1)
            }
            Ty::Param(Constraint::Integer) => self.int(t, 8, true, d - 1),
            Ty::Param(Constraint::Number) => self.float(t, d - 1),
            Ty::Param(Constraint::Ordered) => self.min_max(t, d - 1),
            Ty::Float(_) => self.float(t, d - 1),
            Ty::Complex(_) => self.complex(t, d - 1),
            Ty::Str => self.string(t, d - 1),
            _ => self.leaf(t, d),
        }
    }

    /// Like [`Gen::expr`], but no constant.
    pub fn nc(&mut self, t: &Ty, d: usize) -> String {
        let e = self.expr(t, d);
        if !e.konst {
            return e.s;
        }
        format!("id({})", self.typed(t, &e.s))
    }

    /// A value as one of type `t` where Go would give a constant its default type.
    fn typed(&self, t: &Ty, s: &str) -> String {
        match t {
            Ty::Str => s.to_owned(),
            _ => format!("{}({s})", self.tn(t)),
        }
    }

    /// A variable or a literal.
    pub fn leaf(&mut self, t: &Ty, d: usize) -> Expr {
        if self.rng.chance(70)
            && let Some(place) = self.place(t)
        {
            return value(place);
        }
        self.literal(t, d.min(2))
    }

    /// The function's own operands: no panics, no traces.
    fn safe(&mut self, t: &Ty, d: usize) -> Expr {
        let mode = if self.mode == Mode::Calls { Mode::Calls } else { Mode::Safe };
        self.in_mode(mode, |g| g.expr(t, d))
    }

    fn bool(&mut self, d: usize) -> Expr {
        match self.rng.below(8) {
            0 => {
                let e = self.expr(&Ty::Bool, d);
                Expr { s: format!("!({})", e.s), konst: e.konst }
            }
            1 | 2 => {
                let op = *self.rng.pick(&["&&", "||"]);
                let left = self.nc(&Ty::Bool, d);
                value(format!("({left} {op} {})", self.nc(&Ty::Bool, d)))
            }
            3 if self.mode != Mode::Calls => {
                let mut t = self.ty(1);
                if !self.names().comparable(&t) || matches!(t, Ty::Param(_)) {
                    t = Ty::Str;
                }
                let op = *self.rng.pick(&["==", "!="]);
                let left = self.nc(&t, d);
                let right = self.nc(&t, d);
                value(format!("(({left}) {op} ({right}))"))
            }
            4 if self.claim() => {
                let left = self.nc(&Ty::Any, d);
                let right = self.nc(&Ty::Any, d);
                value(format!("({left} == {right})"))
            }
            _ => {
                let op = *self.rng.pick(&["==", "!=", "<", "<=", ">", ">="]);
                let t = match self.rng.below(4) {
                    0 => Ty::Float(64),
                    1 => Ty::Str,
                    _ => Ty::Int(self.rng.below(11)),
                };
                let left = self.nc(&t, d);
                let right = self.expr(&t, d).s;
                value(format!("({left} {op} {right})"))
            }
        }
    }

    fn min_max(&mut self, t: &Ty, d: usize) -> Expr {
        let f = *self.rng.pick(&["min", "max"]);
        let first = self.nc(t, d);
        let second = self.expr(t, d).s;
        value(format!("{f}({first}, {second})"))
    }

    fn int(&mut self, t: &Ty, bits: u32, signed: bool, d: usize) -> Expr {
        let name = self.tn(t);
        let generic = matches!(t, Ty::Param(_));
        match self.rng.below(24) {
            0..=8 => {
                let op = *self.rng.pick(&["+", "-", "*", "&", "|", "^", "&^"]);
                let left = self.nc(t, d);
                let right = self.expr(t, d).s;
                value(format!("({left} {op} {right})"))
            }
            9..=11 => {
                let op = *self.rng.pick(&["/", "%"]);
                let left = self.nc(t, d);
                let right = match self.rng.below(3) {
                    // A type parameter can be any integer type.
                    0 if generic => format!("{name}({})", self.nonzero(7, false)),
                    0 => format!("{name}({})", self.nonzero(bits, signed)),
                    1 if self.risky() => self.nc(t, d),
                    _ => format!("({}|1)", self.nc(t, d)),
                };
                value(format!("({left} {op} {right})"))
            }
            12..=14 => {
                let op = *self.rng.pick(&["<<", ">>"]);
                let left = self.nc(t, d);
                let count = self.shift_count(d);
                value(format!("({left} {op} {count})"))
            }
            15 => {
                let op = *self.rng.pick(&["-", "^", "+"]);
                value(format!("({op}{})", self.nc(t, d)))
            }
            16 | 17 => {
                let from = Ty::Int(self.rng.below(11));
                value(format!("{name}({})", self.nc(&from, d)))
            }
            18 if !generic && self.mode != Mode::Calls => {
                let from = Ty::Float(*self.rng.pick(&[32, 64]));
                let high = if signed { (1u64 << (bits - 1)) - 1 } else { 1 << (bits - 1) };
                // The biggest float64 below the limit.
                let high = high & !0x7ff_u64.checked_shr(64 - bits).unwrap_or(0);
                let low = if signed { -(high as i64) } else { 0 };
                let f = self.nc(&from, d);
                value(format!("{name}(within(float64({f}), {low}, {high}))"))
            }
            19 if !generic => {
                let s = self.nc(&Ty::Str, d);
                value(format!("{name}(len({s}))"))
            }
            20 if self.mode == Mode::Pure && !generic => {
                let s = self.nc(&Ty::Str, d);
                let i = self.index(None);
                let more = if self.risky() { "" } else { "+\"0123456789\"" };
                value(format!("{name}(({s}{more})[{i}])"))
            }
            21 => {
                let t2 = t.clone();
                self.min_max(&t2, d)
            }
            22 => value(format!("id({})", {
                let e = self.safe(t, d).s;
                self.typed(t, &e)
            })),
            _ => self.leaf(t, d),
        }
    }

    /// Whether to make what may well panic.
    pub fn risky(&mut self) -> bool {
        self.mode == Mode::Pure && self.rng.chance(8) && self.claim()
    }

    /// The count of a shift: unsigned or certainly not negative, or, where it may panic, signed.
    fn shift_count(&mut self, d: usize) -> String {
        match self.rng.below(5) {
            0 => self.rng.below(70).to_string(),
            1 if self.risky() => {
                let t = Ty::Int(self.rng.below(5));
                self.nc(&t, d)
            }
            2 => {
                let t = Ty::Int(5 + self.rng.below(6));
                self.nc(&t, d)
            }
            _ => {
                let t = Ty::Int(self.rng.below(11));
                format!("({}&{})", self.nc(&t, d), *self.rng.pick(&[7, 15, 31, 63]))
            }
        }
    }

    fn nonzero(&mut self, bits: u32, signed: bool) -> String {
        loop {
            let text = self.int_value(bits, signed);
            if text != "0" {
                return text;
            }
        }
    }

    /// An integer that fits, preferably one at a limit.
    pub fn int_value(&mut self, bits: u32, signed: bool) -> String {
        let top = if signed { bits - 1 } else { bits };
        let max = if top == 64 { u64::MAX } else { (1 << top) - 1 };
        let small = [0, 1, 2, 3, 5, 7, 8, 10, 16, 31, 32, 63, 100, 127];
        let n = match self.rng.below(6) {
            0 => max,
            1 => max - 1,
            2 => 1 << self.rng.below(top as usize),
            3 => self.rng.next() & max,
            _ => *self.rng.pick(&small) & max,
        };
        if !signed || self.rng.chance(60) {
            return n.to_string();
        }
        // -max-1 exists, too.
        let n = n as i128 + i128::from(n == max && self.rng.chance(50));
        (-n).to_string()
    }

    fn float(&mut self, t: &Ty, d: usize) -> Expr {
        let name = self.tn(t);
        let generic = matches!(t, Ty::Param(_));
        match self.rng.below(14) {
            0..=6 => {
                let op = *self.rng.pick(&["+", "-", "*", "/"]);
                // T may be an integer type, which has no division by zero.
                let op = if generic && op == "/" { "*" } else { op };
                let left = self.nc(t, d);
                let right = self.nc(t, d);
                value(format!("({left} {op} {right})"))
            }
            7 => value(format!("(-{})", self.nc(t, d))),
            8 | 9 if !generic => {
                let from = Ty::Int(self.rng.below(11));
                value(format!("{name}({})", self.nc(&from, d)))
            }
            10 if !generic => {
                let from = Ty::Float(*self.rng.pick(&[32, 64]));
                value(format!("{name}({})", self.nc(&from, d)))
            }
            11 if !generic => {
                let part = *self.rng.pick(&["real", "imag"]);
                let from = Ty::Complex(*self.rng.pick(&[64, 128]));
                value(format!("{name}({part}({}))", self.nc(&from, d)))
            }
            12 => self.min_max(t, d),
            _ => self.leaf(t, d),
        }
    }

    fn complex(&mut self, t: &Ty, d: usize) -> Expr {
        let name = self.tn(t);
        let half = if self.under(t) == Ty::Complex(64) { 32 } else { 64 };
        match self.rng.below(6) {
            0..=2 => {
                let op = *self.rng.pick(&["+", "-", "*", "/"]);
                let left = self.nc(t, d);
                let right = self.nc(t, d);
                let right = divisor(op, right);
                value(format!("({left} {op} {right})"))
            }
            3 => {
                let re = self.nc(&Ty::Float(half), d);
                let im = self.nc(&Ty::Float(half), d);
                value(format!("{name}(complex({re}, {im}))"))
            }
            4 => value(format!("(-{})", self.nc(t, d))),
            _ => self.leaf(t, d),
        }
    }

    fn string(&mut self, t: &Ty, d: usize) -> Expr {
        let name = self.tn(t);
        match self.rng.below(10) {
            0..=2 => {
                let left = self.nc(t, d);
                let right = self.expr(t, d).s;
                value(format!("({left} + {right})"))
            }
            3 => {
                let from = *self.rng.pick(&[2, 2, 5, 6]);
                let n = self.nc(&Ty::Int(from), d);
                value(format!("{name}(rune({n}))"))
            }
            4 | 5 if self.mode != Mode::Calls => {
                let of = *self.rng.pick(&[5, 2]);
                let s = self.expr(&Ty::slice(Ty::Int(of)), d).s;
                value(format!("{name}({s})"))
            }
            6 if self.mode == Mode::Pure => {
                let s = self.nc(t, d);
                let (i, j) = (self.rng.below(3), self.rng.below(4));
                let s = if self.risky() { s } else { format!("{s}+\"0123456789\"") };
                let text = match self.rng.below(3) {
                    0 => format!("({s})[{i}:]"),
                    1 => format!("({s})[:{j}]"),
                    _ => {
                        let i = self.index(None);
                        format!("({s})[{i}:]")
                    }
                };
                value(text)
            }
            7 => self.min_max(t, d),
            _ => self.leaf(t, d),
        }
    }

    /// An index of any integer type: in range for an array of `n` elements, except where a panic
    /// is allowed.
    pub fn index(&mut self, n: Option<usize>) -> String {
        let t = Ty::Int(self.rng.below(11));
        let Some(n) = n else {
            return match self.rng.below(4) {
                0 | 1 if self.risky() => self.rng.below(4).to_string(),
                0 | 1 => self.rng.below(2).to_string(),
                2 if self.risky() => {
                    let e = self.in_mode(Mode::Safe, |g| g.nc(&t, 1));
                    format!("({e}&7)")
                }
                _ => {
                    let e = self.in_mode(Mode::Safe, |g| g.nc(&t, 1));
                    format!("({e}&1)")
                }
            };
        };
        if self.risky() && self.rng.chance(30) {
            return self.in_mode(Mode::Safe, |g| g.nc(&t, 1));
        }
        if self.rng.chance(40) || self.mode == Mode::Calls {
            return self.rng.below(n).to_string();
        }
        let e = self.in_mode(Mode::Safe, |g| g.nc(&t, 1));
        format!("(uint({e})%{n})")
    }

    /// A literal or a value made of literals and small expressions.
    pub fn literal(&mut self, t: &Ty, d: usize) -> Expr {
        let name = self.tn(t);
        let under = self.under(t);
        match &under {
            Ty::Bool => {
                konst(format!("{name}({})", if self.rng.chance(50) { "true" } else { "false" }))
            }
            Ty::Int(i) => {
                let (_, bits, signed) = INTS[*i];
                konst(format!("{name}({})", self.int_value(bits, signed)))
            }
            Ty::Param(Constraint::Integer | Constraint::Number) => {
                value(format!("{name}({})", self.rng.below(100)))
            }
            Ty::Param(_) => value("*new(T)".into()),
            Ty::Float(_) => {
                let all = [
                    "0",
                    "1",
                    "-1",
                    "0.5",
                    "-2.25",
                    "3.1415926535",
                    "1e10",
                    "-1e-7",
                    "16777217",
                    "1e30",
                    "-1e38",
                    "0.1",
                    "255.5",
                    "1e-40",
                ];
                konst(format!("{name}({})", self.rng.pick(&all)))
            }
            Ty::Complex(_) => {
                let all = ["0", "1i", "2-3i", "-0.5", "1e10+1i", "0.25i"];
                konst(format!("{name}({})", self.rng.pick(&all)))
            }
            Ty::Str => {
                let all = [
                    "\"\"",
                    "\"a\"",
                    "\"abc\"",
                    "\"héllo\"",
                    "\"世界\"",
                    "\"\\xff\\x80z\"",
                    "`raw\\n`",
                    "\"0123456789\"",
                    "\"\\U0001F600!\"",
                    "\"\\x00\"",
                ];
                konst(format!("{name}({})", self.rng.pick(&all)))
            }
            Ty::Slice(of) => {
                if self.rng.chance(4) {
                    return value(format!("{name}(nil)"));
                }
                if (**of == BYTE || **of == Ty::Int(2)) && self.rng.chance(30) {
                    return value(format!("{name}({})", self.nc(&Ty::Str, d.min(1))));
                }
                if self.rng.chance(10) {
                    return value(format!("make({name}, {})", 1 + self.rng.below(4)));
                }
                let n = if self.rng.chance(10) { 0 } else { 2 + self.rng.below(3) };
                value(format!("{name}{{{}}}", self.several(of, n, d)))
            }
            Ty::Array(of, n) => {
                if self.rng.chance(15) {
                    let (i, e) = (self.rng.below(*n), self.element(of, d));
                    return value(format!("{name}{{{i}: {e}}}"));
                }
                value(format!("{name}{{{}}}", self.several(of, *n, d)))
            }
            Ty::Map(k, v) => {
                let n = self.rng.below(3);
                // Equal constant keys are an error.
                let mode = if self.mode == Mode::Calls { Mode::Calls } else { Mode::Safe };
                let pairs = (0..n).map(|_| {
                    // Not every value in an interface can be a key.
                    let of = if **k == Ty::Any { Ty::Int(d) } else { (**k).clone() };
                    let key = self.in_mode(mode, |g| g.nc(&of, d.min(1)));
                    format!("{key}: {}", self.element(v, d))
                });
                let pairs = pairs.collect::<Vec<_>>().join(", ");
                value(format!("{name}{{{pairs}}}"))
            }
            Ty::Ptr(to) => {
                if self.rng.chance(2) {
                    return value(format!("({name})(nil)"));
                }
                if self.mode != Mode::Calls
                    && self.rng.chance(40)
                    && let Some(place) = self.target(to, false)
                {
                    return value(format!("&{place}"));
                }
                // new of a value: Go 1.26.
                let e = self.element(to, d);
                value(format!("new({})", self.typed_any(to, &e)))
            }
            Ty::Func(sig) => value(format!("({name})({})", self.closure(sig))),
            Ty::Any => {
                if self.rng.chance(10) {
                    return konst("any(nil)".into());
                }
                let mut of = self.ty(1);
                if matches!(of, Ty::Func(_)) || contains_param(&of) {
                    of = INT;
                }
                value(format!("any({})", self.element(&of, d)))
            }
            Ty::Named(_) => self.named_value(t, d),
        }
    }

    fn named_value(&mut self, t: &Ty, d: usize) -> Expr {
        let name = self.tn(t);
        if let Some(fields) = self.names().fields(t).map(<[_]>::to_vec) {
            if self.rng.chance(30) && !fields.is_empty() {
                let f = self.rng.pick(&fields).clone();
                let e = self.element(&f.ty, d);
                return value(format!("{name}{{{}: {e}}}", f.name));
            }
            let all: Vec<String> = fields.iter().map(|f| self.element(&f.ty, d)).collect();
            return value(format!("{name}{{{}}}", all.join(", ")));
        }
        let wanted = self.names().iface(t).expect("a struct or an interface").to_vec();
        let mut fits = Vec::new();
        for (i, named) in self.named.iter().enumerate() {
            if !matches!(named.under, crate::types::Under::Iface(_)) {
                let has = |m: &usize, p: bool| {
                    named.methods.iter().any(|n| n.sig == *m && (p || !n.pointer))
                };
                if wanted.iter().all(|m| has(m, false)) {
                    fits.push(Ty::Named(i));
                } else if wanted.iter().all(|m| has(m, true)) {
                    fits.push(Ty::ptr(Ty::Named(i)));
                }
            }
        }
        if fits.is_empty() || self.rng.chance(2) {
            return value(format!("{name}(nil)"));
        }
        let of = self.rng.pick(&fits).clone();
        let e = self.element(&of, d);
        value(format!("{name}({e})"))
    }

    fn several(&mut self, of: &Ty, n: usize, d: usize) -> String {
        (0..n).map(|_| self.element(of, d)).collect::<Vec<_>>().join(", ")
    }

    fn element(&mut self, t: &Ty, d: usize) -> String {
        if d == 0 && !matches!(self.under(t), Ty::Bool | Ty::Int(_) | Ty::Float(_) | Ty::Str) {
            return match self.under(t) {
                Ty::Slice(_) | Ty::Map(..) => format!("{}{{}}", self.tn(t)),
                Ty::Ptr(of) => format!("new({})", self.tn(&of)),
                _ => format!("*new({})", self.tn(t)),
            };
        }
        let d = d.max(1);
        if self.rng.chance(50) {
            return self.expr(t, d - 1).s;
        }
        self.literal(t, d - 1).s
    }

    fn typed_any(&self, t: &Ty, e: &str) -> String {
        match t {
            Ty::Ptr(_) | Ty::Func(_) => format!("({})({e})", self.tn(t)),
            _ => format!("{}({e})", self.tn(t)),
        }
    }

    /// A function literal that computes its result and nothing else.
    pub fn closure(&mut self, sig: &Sig) -> String {
        let start = self.vars.len();
        let names: Vec<String> = sig.params.iter().map(|_| self.fresh("a")).collect();
        for (name, ty) in names.iter().zip(&sig.params) {
            self.declare(name, ty, false);
        }
        let params = names.iter().zip(&sig.params);
        let params: Vec<String> = params.map(|(n, t)| format!("{n} {}", self.tn(t))).collect();
        let results = sig.results.clone();
        let values: Vec<String> = results
            .iter()
            .map(|t| self.in_mode(Mode::Safe, |g| g.expr(t, 2).s))
            .map(|s| s.to_string())
            .collect();
        self.vars.truncate(start);
        format!(
            "func({}) ({}) {{ return {} }}",
            params.join(", "),
            self.names().list(&sig.results),
            values.join(", ")
        )
    }

    /// A call with one result of a function that leaves traces.
    fn call_of(&mut self, t: &Ty, d: usize) -> Option<String> {
        let fits = |f: &crate::state::Func| {
            !f.safe && f.generic.is_none() && f.sig.results.as_slice() == std::slice::from_ref(t)
        };
        let all: Vec<usize> = (0..self.funcs.len()).filter(|i| fits(&self.funcs[*i])).collect();
        if all.is_empty() {
            return None;
        }
        let f = self.funcs[*self.rng.pick(&all)].clone();
        let args: Vec<String> = f.sig.params.iter().map(|t| self.expr(t, d).s).collect();
        Some(format!("{}({})", f.name, args.join(", ")))
    }

    /// A call of a function that cannot be seen.
    fn safe_call(&mut self, t: &Ty, d: usize) -> Option<String> {
        let fits =
            |f: &crate::state::Func| f.safe && f.sig.results.as_slice() == std::slice::from_ref(t);
        let all: Vec<usize> = (0..self.funcs.len()).filter(|i| fits(&self.funcs[*i])).collect();
        if all.is_empty() {
            return None;
        }
        let f = self.funcs[*self.rng.pick(&all)].clone();
        let args: Vec<String> = f.sig.params.iter().map(|t| self.safe(t, d).s).collect();
        Some(format!("{}({})", f.name, args.join(", ")))
    }
}

/// The right operand of `op` on complex numbers. Divided by an infinity and a NaN, zero takes the
/// sign of the NaN, which is another one on x86 than on ARM and RISC-V.
pub fn divisor(op: &str, right: String) -> String {
    if op == "/" { format!("numeric({right})") } else { right }
}
