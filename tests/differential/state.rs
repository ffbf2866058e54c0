//! The state of the generator: what can be used where the next piece of a program goes.

use crate::rng::Rng;
use crate::tree::Node;
use crate::types::{Named, Names, Sig, Ty};

/// What an expression may do. Go leaves the order open between a call and the other operands of
/// the same expression, so an expression with calls that leave traces has nothing beside them
/// that could be changed by them or could panic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Reads variables and may panic; leaves no trace.
    Pure,
    /// Reads variables; cannot panic.
    Safe,
    /// Calls functions that leave traces, in an order that the specification rules.
    Calls,
}

/// How panics of the runtime occur in a program. Go leaves open which of two operands panics.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Panics {
    /// At most one operand of an expression can panic; the texts of errors are compared.
    One,
    /// Several can; it is compared that an error occurs, not which.
    Unnamed,
    /// Several can, and the texts are compared: gc's order must be ours. For single programs only.
    Ordered,
}

impl Panics {
    /// Of the program with a seed.
    pub fn of(seed: u64) -> Panics {
        if seed.is_multiple_of(2) { Panics::One } else { Panics::Unnamed }
    }
}

#[derive(Clone, Debug)]
pub struct Var {
    pub name: String,
    pub ty: Ty,
    /// Statements may assign to it.
    pub assign: bool,
}

#[derive(Clone, Debug)]
pub struct Func {
    pub name: String,
    pub sig: Sig,
    /// Leaves no trace and cannot panic.
    pub safe: bool,
    /// What the type parameter can be.
    pub generic: Option<crate::types::Constraint>,
}

/// A loop or switch around the place.
#[derive(Clone, Debug)]
pub struct Around {
    pub label: String,
    pub used: bool,
    pub is_loop: bool,
}

pub struct Gen {
    pub rng: Rng,
    /// The beginning of the names of everything declared.
    pub prefix: String,
    pub named: Vec<Named>,
    /// The methods that types may have and interfaces may ask for.
    pub sigs: Vec<Sig>,
    pub funcs: Vec<Func>,
    pub vars: Vec<Var>,
    /// Where the variables of the innermost block begin.
    pub block: usize,
    /// The names that the last finished block declared.
    pub left: Vec<String>,
    /// Names of variables that hide others, but are not among `vars` any more.
    pub hidden: Vec<String>,
    pub mode: Mode,
    pub panics: Panics,
    /// Some operand of the statement being made can panic.
    pub claimed: bool,
    /// Functions that leave the trace of a value, by its type.
    pub tracers: Vec<(Ty, String)>,
    /// The declarations of the program.
    pub out: Vec<Node>,
    pub around: Vec<Around>,
    /// The results of the function around.
    pub results: Vec<Ty>,
    /// What the type parameter of the function around can be.
    pub param: Option<crate::types::Constraint>,
    pub next: usize,
    /// How many statements may still be made.
    pub budget: usize,
    /// How many expressions the one being made is inside of.
    pub nesting: usize,
    /// Methods call no methods: they would never come to an end.
    pub in_method: bool,
}

/// An expression, and whether the compiler computes it.
pub struct Expr {
    pub s: String,
    pub konst: bool,
}

impl Gen {
    pub fn new(seed: u64, panics: Panics) -> Gen {
        Gen {
            rng: Rng::new(seed),
            prefix: format!("p{seed}_"),
            named: Vec::new(),
            sigs: Vec::new(),
            funcs: Vec::new(),
            vars: Vec::new(),
            block: 0,
            left: Vec::new(),
            hidden: Vec::new(),
            mode: Mode::Pure,
            panics,
            claimed: false,
            tracers: Vec::new(),
            out: Vec::new(),
            around: Vec::new(),
            results: Vec::new(),
            param: None,
            next: 0,
            budget: 0,
            nesting: 0,
            in_method: false,
        }
    }

    pub fn names(&self) -> Names<'_> {
        Names(&self.named)
    }

    /// A type in Go's syntax.
    pub fn tn(&self, ty: &Ty) -> String {
        self.names().of(ty)
    }

    pub fn under(&self, ty: &Ty) -> Ty {
        self.names().under(ty)
    }

    /// A new name.
    pub fn fresh(&mut self, start: &str) -> String {
        self.next += 1;
        format!("{start}{}", self.next)
    }

    /// A new name for a declaration outside of functions.
    pub fn global(&mut self, start: &str) -> String {
        let name = self.fresh(start);
        format!("{}{name}", self.prefix)
    }

    pub fn in_mode<R>(&mut self, mode: Mode, f: impl FnOnce(&mut Gen) -> R) -> R {
        let old = std::mem::replace(&mut self.mode, mode);
        let result = f(self);
        self.mode = old;
        result
    }

    pub fn declare(&mut self, name: &str, ty: &Ty, assign: bool) {
        self.vars.push(Var { name: name.into(), ty: ty.clone(), assign });
    }

    /// Whether the next operand may panic, which it then is taken to do.
    pub fn claim(&mut self) -> bool {
        let free = self.mode == Mode::Pure && !(self.panics == Panics::One && self.claimed);
        self.claimed |= free;
        free
    }

    /// A scalar type, sometimes a named one.
    pub fn scalar(&mut self) -> Ty {
        if let Some(c) = self.param
            && self.rng.chance(40)
        {
            return Ty::Param(c);
        }
        match self.rng.below(20) {
            0..=9 => Ty::Int(self.rng.below(11)),
            10 => crate::types::INT,
            11 => Ty::Bool,
            12 | 13 => Ty::Float(64),
            14 => Ty::Float(32),
            15 => Ty::Complex(*self.rng.pick(&[64, 128])),
            16 | 17 => Ty::Str,
            _ => {
                let named: Vec<usize> = (0..self.named.len())
                    .filter(|i| {
                        let scalar = |t: &Ty| matches!(t, Ty::Int(_) | Ty::Float(_) | Ty::Str);
                        matches!(&self.named[*i].under, crate::types::Under::Ty(t) if scalar(t))
                    })
                    .collect();
                if named.is_empty() {
                    Ty::Int(self.rng.below(11))
                } else {
                    Ty::Named(*self.rng.pick(&named))
                }
            }
        }
    }

    /// Any type; `depth` limits how deep it is nested.
    pub fn ty(&mut self, depth: usize) -> Ty {
        if depth == 0 {
            return self.scalar();
        }
        match self.rng.below(20) {
            0 | 1 => Ty::slice(self.ty(depth - 1)),
            2 | 3 => {
                let n = 1 + self.rng.below(4);
                Ty::Array(self.ty(depth - 1).into(), n)
            }
            4 => {
                let key = self.key();
                Ty::Map(key.into(), self.ty(depth - 1).into())
            }
            5 => Ty::ptr(self.ty(depth - 1)),
            6 => {
                let sig = Sig { params: vec![self.scalar()], results: vec![self.scalar()] };
                Ty::Func(sig.into())
            }
            7 => Ty::Any,
            8..=11 if !self.named.is_empty() => Ty::Named(self.rng.below(self.named.len())),
            _ => self.scalar(),
        }
    }

    /// A type for the keys of a map.
    pub fn key(&mut self) -> Ty {
        if self.rng.chance(10) {
            return Ty::Any;
        }
        for _ in 0..4 {
            let ty = self.ty(1);
            if self.names().comparable(&ty) {
                return ty;
            }
        }
        Ty::Str
    }

    /// A statement that leaves the trace of a value.
    pub fn trace(&mut self, value: &str, ty: &Ty) -> String {
        match ty {
            Ty::Bool => format!("trB({value})"),
            Ty::Int(_) => format!("tr(uint64({value}))"),
            Ty::Float(bits) => format!("trF{bits}({value})"),
            Ty::Complex(bits) => format!("trC{bits}({value})"),
            Ty::Str => format!("trS({value})"),
            Ty::Any | Ty::Param(_) => format!("trAny(any({value}))"),
            Ty::Func(_) => format!("trB({value} == nil)"),
            Ty::Named(_) if self.names().iface(ty).is_some() => format!("trAny({value})"),
            _ if self.param.is_some() && contains_param(ty) => match ty {
                Ty::Slice(t) | Ty::Array(t, _) => {
                    let one = self.trace("x", t);
                    format!("for _, x := range {value} {{ {one} }}")
                }
                _ => format!("_ = {value}"),
            },
            _ => format!("{}({value})", self.tracer(ty)),
        }
    }

    /// The function that traces the values of a type with parts.
    pub fn tracer(&mut self, ty: &Ty) -> String {
        if let Some((_, name)) = self.tracers.iter().find(|(t, _)| t == ty) {
            return name.clone();
        }
        let name = self.global("tr");
        self.tracers.push((ty.clone(), name.clone()));
        let body = match self.under(ty) {
            Ty::Slice(t) => {
                let one = self.trace("x", &t);
                format!("trB(v == nil)\ntr(uint64(len(v)))\nfor _, x := range v {{ {one} }}")
            }
            Ty::Array(t, _) => {
                let one = self.trace("x", &t);
                format!("for _, x := range v {{ {one} }}")
            }
            Ty::Map(k, t) => {
                let (key, one) = (self.trace("k", &k), self.trace("x", &t));
                format!(
                    "sum, old, loud := uint64(len(v)), h, verbose\nverbose = false\n\
                     for k, x := range v {{\nh = 1\n{key}\n{one}\nsum += h\n}}\n\
                     h, verbose = old, loud\ntr(sum)"
                )
            }
            Ty::Ptr(t) => {
                let one = self.trace("*v", &t);
                format!(
                    "if v == nil || deep > 4 {{ tr(0); return }}\ndeep++\ndefer func() {{ deep-- }}()\n{one}"
                )
            }
            other => match self.names().fields(ty).map(<[_]>::to_vec) {
                Some(fields) => {
                    let lines = fields.iter().map(|f| self.trace(&format!("v.{}", f.name), &f.ty));
                    lines.collect::<Vec<_>>().join("\n")
                }
                None => self.trace(&format!("{}(v)", self.tn(&other)), &other),
            },
        };
        let text = format!("func {name}(v {}) {{\n{body}\n}}", self.tn(ty));
        self.out.push(Node::text(text));
        name
    }
}

pub fn contains_param(ty: &Ty) -> bool {
    match ty {
        Ty::Param(_) => true,
        Ty::Slice(t) | Ty::Array(t, _) | Ty::Ptr(t) => contains_param(t),
        Ty::Map(k, v) => contains_param(k) || contains_param(v),
        Ty::Func(sig) => sig.params.iter().chain(&sig.results).any(contains_param),
        _ => false,
    }
}
