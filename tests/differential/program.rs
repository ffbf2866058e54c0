//! Whole programs: types, constants, variables, functions, methods and the function that is run.

use crate::state::{Func, Gen, Mode, Panics, contains_param};
use crate::tree::Node;
use crate::types::{Constraint, Field, INT, INTS, Method, Named, Sig, Ty, Under};

/// The declarations of a program; the function to run is `p<seed>_`.
pub fn program(seed: u64, panics: Panics) -> Vec<Node> {
    let mut g = Gen::new(seed, panics);
    g.types();
    g.constants();
    for _ in 0..2 {
        g.safe_function();
    }
    g.globals();
    g.methods();
    for i in 0..1 + g.rng.below(2) {
        g.function(i);
    }
    g.main();
    g.out
}

impl Gen {
    fn types(&mut self) {
        for _ in 0..3 {
            let params = (0..self.rng.below(3)).map(|_| self.scalar()).collect();
            let results = (0..self.rng.below(3)).map(|_| self.scalar()).collect();
            self.sigs.push(Sig { params, results });
        }
        for i in 0..4 {
            let under = match i {
                0 => Under::Ty(Ty::Int(self.rng.below(11))),
                1 => Under::Struct(self.fields()),
                2 => {
                    let methods = (0..3).filter(|_| self.rng.chance(40)).collect();
                    Under::Iface(methods)
                }
                _ if self.rng.chance(40) => Under::Struct(self.fields()),
                _ => {
                    let mut t = self.ty(2);
                    // A name for another name would be a type without its methods.
                    while matches!(t, Ty::Named(_) | Ty::Any | Ty::Ptr(_)) {
                        t = self.ty(2);
                    }
                    Under::Ty(t)
                }
            };
            let name = self.global("T");
            let mut methods = Vec::new();
            if !matches!(under, Under::Iface(_)) {
                for sig in 0..3 {
                    if self.rng.chance(40) {
                        methods.push(Method { sig, pointer: self.rng.chance(40) });
                    }
                }
            }
            let text = match &under {
                Under::Ty(t) => self.tn(t),
                Under::Struct(fields) => {
                    let field = |f: &Field| match f.embedded {
                        true => self.tn(&f.ty),
                        false => format!("{} {}", f.name, self.tn(&f.ty)),
                    };
                    format!(
                        "struct {{\n{}\n}}",
                        fields.iter().map(field).collect::<Vec<_>>().join("\n")
                    )
                }
                Under::Iface(wanted) => {
                    let line = |m: &usize| format!("M{m}{}", self.names().sig(&self.sigs[*m]));
                    let lines: Vec<String> = wanted.iter().map(line).collect();
                    format!("interface {{\n{}\n}}", lines.join("\n"))
                }
            };
            let comparable_iface = matches!(under, Under::Iface(_));
            self.named.push(Named { name: name.clone(), under, methods });
            self.out.push(Node::text(format!("type {name} {text}")));
            if !comparable_iface {
                let ty = Ty::Named(self.named.len() - 1);
                let trace = self.tracer(&ty);
                self.out.push(Node::text(format!("func (v {name}) trace() {{ {trace}(v) }}")));
            }
        }
    }

    fn fields(&mut self) -> Vec<Field> {
        let n = 1 + self.rng.below(4);
        let mut fields: Vec<Field> = Vec::new();
        for i in 0..n {
            let ty = self.ty(2);
            let name = self.tn(&ty);
            let embedded = matches!(ty, Ty::Named(_))
                && self.rng.chance(40)
                && !fields.iter().any(|f| f.name == name);
            let name = if embedded { name } else { format!("F{i}") };
            fields.push(Field { name, ty, embedded });
        }
        fields
    }

    /// A group of constants with iota, and one that takes arithmetic of any size.
    fn constants(&mut self) {
        let t = Ty::Int(self.rng.below(11));
        let (name, tn) = (self.global("c"), self.tn(&t));
        let rule = match self.rng.below(4) {
            0 => "iota*3 + 1".to_owned(),
            1 => "1 << iota".to_owned(),
            2 => "(iota + 2) * (iota + 1) % 7".to_owned(),
            _ => format!("{} - iota", 100 + self.rng.below(20)),
        };
        self.out.push(Node::text(format!(
            "const (\n{name}a {tn} = {rule}\n{name}b\n_\n{name}d\n{name}e, {name}f {tn} = iota, iota + 1\n)"
        )));
        for part in ["a", "b", "d", "e", "f"] {
            self.declare(&format!("{name}{part}"), &t, false);
        }
        // Constants are constants for the compiler: shadows keep it from computing with them.
        self.vars.clear();
        let big = self.big(3);
        self.out.push(Node::text(format!("const {name}g = ({big}) % 32749")));
        let float = self.big(2);
        let mut body = format!(
            "tr(uint64({name}g + 40000))\ntrF64(float64({float}) / 3.7)\ntrF32(({float}) * 1e-38)\n"
        );
        for part in ["a", "b", "d", "e", "f"] {
            body += &format!("tr(uint64({name}{part}))\n");
        }
        self.out.push(Node::text(format!("func {name}use() {{\n{body}}}")));
        let sig = Sig { params: vec![], results: vec![] };
        let name = format!("{name}use");
        self.funcs.push(Func { name, sig, safe: false, generic: None });
    }

    /// An untyped constant expression.
    fn big(&mut self, d: usize) -> String {
        if d == 0 {
            let n = self.rng.next() >> self.rng.below(60);
            return (n | 1).to_string();
        }
        let (a, b) = (self.big(d - 1), self.big(d - 1));
        match self.rng.below(7) {
            0 => format!("({a} + {b})"),
            1 => format!("({a} - {b} * 2)"),
            2 => format!("({a} * {b})"),
            3 => format!("({a} &^ {b} | 1)"),
            4 => format!("({a} ^ -{b} | 1)"),
            5 => format!("({a} << {})", self.rng.below(40)),
            _ => format!("({a} >> {} | 5)", self.rng.below(20)),
        }
    }

    /// A function without traces and panics.
    fn safe_function(&mut self) {
        let params: Vec<Ty> = (0..1 + self.rng.below(3)).map(|_| self.ty(1)).collect();
        let result = self.scalar();
        let name = self.global("s");
        let (head, _) = self.head(&name, &params, std::slice::from_ref(&result), false);
        self.mode = Mode::Safe;
        let mut body = Vec::new();
        for _ in 0..1 + self.rng.below(3) {
            let t = self.scalar();
            let (v, e) = (self.fresh("v"), self.expr(&t, 3).s);
            let text = format!("var {v} {} = {e}; _ = {v}", self.tn(&t));
            self.declare(&v, &t, true);
            body.push(Node::text(text));
        }
        if let Some((place, t)) = self.any_target() {
            let (i, e) = (self.fresh("v"), self.expr(&t, 2).s);
            let e = if self.under(&t) == Ty::Str {
                format!("{}(cut(string({e})))", self.tn(&t))
            } else {
                e
            };
            let n = self.rng.below(5);
            body.push(Node::text(format!("for {i} := range {n} {{ _ = {i}; {place} = {e} }}")));
        }
        let c = self.nc(&Ty::Bool, 2);
        let early = self.expr(&result, 2).s;
        body.push(Node::text(format!("if {c} {{ return {early} }}")));
        body.push(Node::text(format!("return {}", self.expr(&result, 3).s)));
        self.mode = Mode::Pure;
        self.vars.clear();
        self.out.push(Node::with(head, body));
        let sig = Sig { params, results: vec![result] };
        self.funcs.push(Func { name, sig, safe: true, generic: None });
    }

    /// Declares parameters and results; gives the text and the names of the results.
    fn head(
        &mut self,
        name: &str,
        params: &[Ty],
        results: &[Ty],
        named: bool,
    ) -> (String, Vec<String>) {
        let mut list = Vec::new();
        for t in params {
            let p = self.fresh("a");
            list.push(format!("{p} {}", self.tn(t)));
            let assign = self.rng.chance(50);
            self.declare(&p, t, assign);
        }
        let mut names = Vec::new();
        let mut outs = Vec::new();
        for t in results {
            if named {
                let r = self.fresh("r");
                outs.push(format!("{r} {}", self.tn(t)));
                self.declare(&r, t, true);
                names.push(r);
            } else {
                outs.push(self.tn(t));
            }
        }
        (format!("func {name}({}) ({})", list.join(", "), outs.join(", ")), names)
    }

    /// Variables whose initialisers depend on later ones.
    fn globals(&mut self) {
        let n = 3;
        let names: Vec<String> = (0..n).map(|_| self.global("g")).collect();
        let types: Vec<Ty> = (0..n).map(|_| self.ty(2)).collect();
        // Initialisers run in order of dependency: each may use those declared after it.
        let mut nodes = Vec::new();
        for i in (0..n).rev() {
            let e = self.in_mode(Mode::Safe, |g| g.expr(&types[i], 3).s);
            let (name, t) = (&names[i], self.tn(&types[i]));
            let init = self.global("init");
            nodes.push(Node::text(format!(
                "var {name} {t} = {init}()\n\nfunc {init}() {t} {{ tr({i}); return {e} }}"
            )));
            self.declare(name, &types[i], true);
        }
        nodes.reverse();
        self.out.extend(nodes);
        // The variables stay for the functions below.
    }

    fn methods(&mut self) {
        self.in_method = true;
        for i in 0..self.named.len() {
            let named = self.named[i].clone();
            for m in named.methods {
                let sig = self.sigs[m.sig].clone();
                let vars = self.vars.len();
                let ty = Ty::Named(i);
                let receiver = if m.pointer { Ty::ptr(ty) } else { ty };
                let r = self.fresh("r");
                self.declare(&r, &receiver, true);
                let name = format!("({r} {}) M{}", self.tn(&receiver), m.sig);
                let named_results = self.rng.chance(50);
                let (head, _) = self.head(&name, &sig.params, &sig.results, named_results);
                self.body(head, &sig, 2, 2, Vec::new());
                self.vars.truncate(vars);
            }
        }
        self.in_method = false;
    }

    /// Writes a function with a random body.
    fn body(&mut self, head: String, sig: &Sig, n: usize, depth: usize, first: Vec<Node>) {
        self.budget = n * 4;
        let body = self.in_function(sig.results.clone(), |g| {
            let mut body = vec![Node::text("tick()")];
            body.extend(first);
            let (block, vars) = (g.block, g.vars.len());
            body.extend(g.block(n, depth));
            g.block = block;
            g.vars.truncate(vars);
            body.push(g.last_return());
            body
        });
        self.out.push(Node::with(head, body));
    }

    fn function(&mut self, i: usize) {
        let generic = self.rng.chance(35).then(|| {
            use Constraint::{Comparable, Integer, Number, Ordered};
            *self.rng.pick(&[Integer, Number, Ordered, Comparable])
        });
        self.param = generic;
        let recursive = generic.is_none() && self.rng.chance(25);
        let mut params: Vec<Ty> = (0..1 + self.rng.below(3)).map(|_| self.ty(2)).collect();
        let results: Vec<Ty> = (0..self.rng.below(3)).map(|_| self.ty(1)).collect();
        if recursive {
            params.insert(0, INT);
        }
        if let Some(c) = generic {
            params.push(Ty::Param(c));
        }
        let vars = self.vars.len();
        let name = self.global("f");
        let mut full = name.clone();
        if let Some(c) = generic {
            full += &format!("[T {}]", c.name());
        }
        let named = self.rng.chance(60);
        let (head, _) = self.head(&full, &params, &results, named);
        let sig = Sig { params: params.clone(), results: results.clone() };
        let mut first = Vec::new();
        if recursive {
            let n = self.vars[vars].name.clone();
            self.vars[vars].assign = false;
            let zero: Vec<String> =
                results.iter().map(|t| format!("*new({})", self.tn(t))).collect();
            first.push(Node::text(format!(
                "if {n} <= 0 || {n} > 5 {{ return {} }}",
                zero.join(", ")
            )));
            let args: Vec<String> =
                params[1..].iter().map(|t| self.in_mode(Mode::Safe, |g| g.expr(t, 2).s)).collect();
            let args: String = args.iter().map(|a| format!(", {a}")).collect();
            let call = format!("{name}({n}-1{args})");
            if results.is_empty() {
                first.push(Node::text(call));
            } else {
                let got: Vec<String> = results.iter().map(|_| self.fresh("r")).collect();
                let used: String = got.iter().map(|n| format!("; _ = {n}")).collect();
                first.push(Node::text(format!("{} := {call}{used}", got.join(", "))));
                for (n, t) in got.iter().zip(&results) {
                    self.declare(n, t, true);
                }
            }
        }
        self.body(head, &sig, 5 + i, 3, first);
        self.vars.truncate(vars);
        self.param = None;
        let safe_types = !results.iter().any(contains_param) || generic.is_some();
        debug_assert!(safe_types, "only generic functions have the parameter's type");
        self.funcs.push(Func { name, sig, safe: false, generic });
    }

    fn main(&mut self) {
        let name = self.prefix.clone();
        let globals = self.vars.clone();
        let mut last = Vec::new();
        for var in &globals {
            last.push(Node::text(self.trace(&var.name, &var.ty)));
        }
        let named = self.panics != Panics::Unnamed;
        let mut body = vec![Node::text(format!("texts = {named}"))];
        for _ in 0..5 {
            self.budget = 12;
            let part = self.in_function(vec![], |g| g.block(6, 3));
            body.push(Node::with("guard(func()", part).then(")"));
        }
        body.extend(last);
        let _ = INTS;
        self.out.push(Node::with(format!("func {name}()"), body));
    }
}
