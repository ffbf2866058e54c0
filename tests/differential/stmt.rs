//! Statements.

use crate::state::{Around, Func, Gen, Mode};
use crate::tree::Node;
use crate::types::{INT, INTS, Sig, Ty};

impl Gen {
    /// The statements of a block.
    pub fn block(&mut self, n: usize, depth: usize) -> Vec<Node> {
        let (vars, funcs, block) = (self.vars.len(), self.funcs.len(), self.block);
        self.block = vars;
        let mut nodes = Vec::new();
        for _ in 0..n {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            nodes.push(self.stmt(depth));
        }
        self.block = block;
        self.left = self.vars.drain(vars..).map(|v| v.name).collect();
        self.funcs.truncate(funcs);
        nodes
    }

    /// A block that begins by counting, for bodies of loops.
    pub fn counted(&mut self, n: usize, depth: usize) -> Vec<Node> {
        let mut nodes = vec![Node::text("tick()")];
        nodes.extend(self.block(n, depth));
        nodes
    }

    fn stmt(&mut self, depth: usize) -> Node {
        self.claimed = false;
        if depth == 0 {
            return match self.rng.below(10) {
                0..=3 => self.trace_stmt(),
                4 | 5 => self.op_assign(),
                6 => self.leave(),
                _ => self.assign(),
            };
        }
        let n = 1 + self.rng.below(3);
        match self.rng.below(100) {
            0..=13 => self.decl(),
            14..=24 => self.assign(),
            25..=31 => self.op_assign(),
            32..=40 => self.trace_stmt(),
            41..=46 => self.if_stmt(n, depth),
            47..=50 => self.for_stmt(n, depth),
            51..=57 => self.range_stmt(n, depth),
            58..=61 => self.switch(depth),
            62 | 63 => self.type_switch(depth),
            64..=69 => self.call(),
            70..=72 => self.defer_stmt(n, depth),
            73..=76 => self.closure_stmt(n, depth),
            77..=79 => self.append_stmt(),
            80 | 81 => self.map_stmt(),
            82 => self.panic_stmt(),
            83 | 84 => self.leave(),
            85 | 86 => self.goto_stmt(n, depth),
            87 => self.labelled(n, depth),
            88..=90 => self.channels(),
            91..=93 => self.swap(),
            94 | 95 => self.comma_ok(),
            96 | 97 => self.protected(n, depth),
            98 => self.print(),
            _ => self.generic_use(),
        }
    }

    /// A name for a new variable; now and then that of an outer one.
    fn var_name(&mut self) -> String {
        if self.block > 0 && self.rng.chance(8) {
            let i = self.rng.below(self.block);
            let name = self.vars[i].name.clone();
            let here = self.vars[self.block..].iter().any(|v| v.name == name);
            if !here && name.starts_with('v') {
                return name;
            }
        }
        self.fresh("v")
    }

    fn any_expr(&mut self, t: &Ty, d: usize) -> String {
        let mode = if self.rng.chance(25) { Mode::Calls } else { Mode::Pure };
        self.in_mode(mode, |g| g.expr(t, d).s)
    }

    fn decl(&mut self) -> Node {
        let ty = self.ty(2);
        let e = self.any_expr(&ty, 3);
        let name = self.var_name();
        let t = self.tn(&ty);
        let text = match self.rng.below(4) {
            0 => format!("var {name} {t}; _ = {name}"),
            1 => format!("var {name} = {t}({e}); _ = {name}").replace("= *", "= (*"),
            _ => format!("var {name} {t} = {e}; _ = {name}"),
        };
        // Conversions to types that begin with a star or an arrow need parentheses.
        let text =
            if text.contains("= (*") { format!("var {name} {t} = {e}; _ = {name}") } else { text };
        let assign = self.rng.chance(75);
        self.declare(&name, &ty, assign);
        Node::text(text)
    }

    fn assign(&mut self) -> Node {
        let safe = self.rng.chance(70);
        let mode = if safe { Mode::Safe } else { Mode::Pure };
        let Some((place, ty)) = self.in_mode(mode, Gen::any_target) else {
            return self.decl();
        };
        let e = if safe {
            self.any_expr(&ty, 3)
        } else {
            self.in_mode(Mode::Safe, |g| g.expr(&ty, 3).s)
        };
        // Strings must not grow without end.
        let e = match self.under(&ty) {
            Ty::Str => format!("{}(cut(string({e})))", self.tn(&ty)),
            _ => e,
        };
        Node::text(format!("{place} = {e}"))
    }

    fn op_assign(&mut self) -> Node {
        for _ in 0..4 {
            let Some((place, ty)) = self.any_target() else { break };
            let under = self.under(&ty);
            if self.rng.chance(20) && matches!(under, Ty::Int(_) | Ty::Float(_)) {
                return Node::text(format!("{place}{}", self.rng.pick(&["++", "--"])));
            }
            let ops: &[&str] = match under {
                Ty::Int(_) => &["+", "-", "*", "&", "|", "^", "&^", "/", "%", "<<", ">>"],
                Ty::Float(_) | Ty::Complex(_) => &["+", "-", "*", "/"],
                _ => continue,
            };
            let op = *self.rng.pick(ops);
            let e = match op {
                "<<" | ">>" => {
                    let t = Ty::Int(5 + self.rng.below(6));
                    self.in_mode(Mode::Safe, |g| g.nc(&t, 2))
                }
                "/" | "%" if self.rng.chance(95) && under.is_int() => {
                    format!("({}|1)", self.in_mode(Mode::Safe, |g| g.nc(&ty, 2)))
                }
                _ => self.in_mode(Mode::Safe, |g| g.nc(&ty, 2)),
            };
            let complex = matches!(under, Ty::Complex(_));
            let e = if complex { crate::expr::divisor(op, e) } else { e };
            return Node::text(format!("{place} {op}= {e}"));
        }
        self.trace_stmt()
    }

    fn trace_stmt(&mut self) -> Node {
        if !self.vars.is_empty() && self.rng.chance(50) {
            let var = self.rng.pick(&self.vars).clone();
            // The name may be hidden by one of another type.
            if self.vars.iter().filter(|v| v.name == var.name).count() == 1 {
                return Node::text(self.trace(&var.name, &var.ty));
            }
        }
        let ty = self.scalar();
        let e = self.any_expr(&ty, 4);
        let e = if self.rng.chance(50) { e } else { self.in_mode(Mode::Pure, |g| g.nc(&ty, 3)) };
        let x = self.fresh("x");
        let trace = self.trace(&x, &ty);
        Node::text(format!("{{ var {x} {} = {e}; {trace} }}", self.tn(&ty)))
    }

    fn condition(&mut self) -> String {
        self.in_mode(Mode::Pure, |g| g.nc(&Ty::Bool, 3))
    }

    fn if_stmt(&mut self, n: usize, depth: usize) -> Node {
        let vars = self.vars.len();
        let head = if self.rng.chance(30) {
            let ty = self.scalar();
            let e = self.in_mode(Mode::Pure, |g| g.nc(&ty, 2));
            let x = self.fresh("v");
            self.declare(&x, &ty, true);
            let c = self.condition();
            format!("if {x} := {e}; {x} == {x} || {c}")
        } else {
            format!("if {}", self.condition())
        };
        let mut node = Node::with(head, self.block(n, depth - 1));
        if self.rng.chance(40) {
            let c = self.condition();
            node = node.then(format!("else if {c} {{")).block(self.block(n, depth - 1)).then("}");
        }
        if self.rng.chance(50) {
            node = node.then("else {").block(self.block(n, depth - 1)).then("}");
        }
        self.vars.truncate(vars);
        node
    }

    /// A loop made by `make`, with a label if something inside names it.
    fn around(&mut self, is_loop: bool, make: impl FnOnce(&mut Gen) -> Node) -> Node {
        let label = self.fresh("L");
        self.around.push(Around { label, used: false, is_loop });
        let node = make(self);
        let around = self.around.pop().expect("it was pushed above");
        if !around.used {
            return node;
        }
        let mut parts = vec![crate::tree::Part::Text(format!("{}:\n", around.label))];
        parts.extend(node.0);
        Node(parts)
    }

    fn for_stmt(&mut self, n: usize, depth: usize) -> Node {
        let vars = self.vars.len();
        let node = self.around(true, |g| {
            let i = g.fresh("v");
            let head = match g.rng.below(3) {
                0 => {
                    let t = Ty::Int(g.rng.below(11));
                    let (high, step) = (1 + g.rng.below(6), *g.rng.pick(&["++", " += 2"]));
                    g.declare(&i, &t, g.next % 4 == 0);
                    format!("for {i} := {}(0); {i} < {high}; {i}{step}", g.tn(&t))
                }
                1 => {
                    let j = g.fresh("v");
                    let high = 1 + g.rng.below(6);
                    g.declare(&i, &INT, false);
                    g.declare(&j, &INT, false);
                    format!("for {i}, {j} := 0, {high}; {i} < {j}; {i}, {j} = {i}+1, {j}-1")
                }
                _ => {
                    let c = g.condition();
                    let high = 1 + g.rng.below(5);
                    g.declare(&i, &INT, false);
                    format!("for {i} := {high}; {i} > 0 && ({c}); {i}--")
                }
            };
            let body = g.counted(n, depth - 1);
            Node::with(head, body)
        });
        self.vars.truncate(vars);
        node
    }

    fn range_stmt(&mut self, n: usize, depth: usize) -> Node {
        let vars = self.vars.len();
        let node = self.around(true, |g| {
            let (i, v) = (g.fresh("v"), g.fresh("v"));
            let head = match g.rng.below(8) {
                0 => {
                    let t = Ty::Int(g.rng.below(11));
                    let high = g.rng.below(6);
                    g.declare(&i, &t, true);
                    format!("for {i} := range {}({high})", g.tn(&t))
                }
                1 => {
                    let s = g.in_mode(Mode::Pure, |g| g.nc(&Ty::Str, 3));
                    g.declare(&i, &INT, false);
                    g.declare(&v, &Ty::Int(2), true);
                    format!("for {i}, {v} := range cut({s})")
                }
                2 | 3 => {
                    let of = g.ty(1);
                    let n = 1 + g.rng.below(4);
                    let t = if g.rng.chance(50) {
                        Ty::slice(of.clone())
                    } else {
                        Ty::Array(of.clone().into(), n)
                    };
                    let e = g.in_mode(Mode::Pure, |g| g.leaf(&t, 2).s);
                    g.declare(&i, &INT, true);
                    g.declare(&v, &of, true);
                    format!("for {i}, {v} := range ({e})")
                }
                4 => {
                    let high = g.rng.below(5);
                    g.declare(&i, &INT, true);
                    format!("for {i} := range upTo({high})")
                }
                5 => {
                    let of = g.ty(1);
                    let e = g.in_mode(Mode::Pure, |g| g.leaf(&Ty::slice(of.clone()), 2).s);
                    g.declare(&i, &INT, true);
                    g.declare(&v, &of, true);
                    format!("for {i}, {v} := range pairs({e})")
                }
                6 => {
                    let of = g.scalar();
                    let e = g.in_mode(Mode::Safe, |g| g.nc(&of, 2));
                    g.declare(&i, &of, true);
                    let l = g.fresh("l");
                    let t = g.tn(&of);
                    let body = g.counted(n, depth - 1);
                    let mut head = format!("for {i} := range {l}.all");
                    let around = g.around.last_mut().expect("it is inside");
                    if around.used {
                        // The label belongs to the loop, not to what comes before it.
                        head = format!("{}:\n{head}", around.label);
                        around.used = false;
                    }
                    return Node::text(format!("{{ var {l} list[{t}]; {l}.push({e}); {l}.push({t}({e})); {l}.push({e})\n{head} {{ _ = {i}"))
                        .block(body)
                        .then("}\n}");
                }
                _ => {
                    // The order of a map's keys is random: the body only adds up.
                    let (k, x) = (g.key(), Ty::Int(g.rng.below(11)));
                    let t = Ty::Map(k.into(), x.clone().into());
                    let e = g.in_mode(Mode::Pure, |g| g.leaf(&t, 2).s);
                    let sum = g.fresh("v");
                    let text = format!(
                        "{{ var {sum} {}; for _, {v} := range {e} {{ {sum} += {v} }}; tr(uint64({sum})) }}",
                        g.tn(&x)
                    );
                    return Node::text(text);
                }
            };
            let used: String = g.vars[vars..].iter().map(|v| format!("_ = {}; ", v.name)).collect();
            let mut body = vec![Node::text(used)];
            body.extend(g.counted(n, depth - 1));
            Node::with(head, body)
        });
        self.vars.truncate(vars);
        node
    }

    fn switch(&mut self, depth: usize) -> Node {
        self.around(false, |g| {
            let t = g.scalar();
            let n = 1 + g.rng.below(4);
            let tagless = g.rng.chance(40) || t == Ty::Bool;
            let head = if tagless {
                "switch {".to_owned()
            } else {
                format!("switch {} {{", g.in_mode(Mode::Pure, |g| g.nc(&t, 2)))
            };
            let mut node = Node::text(head);
            let default = g.rng.below(n + 2);
            for i in 0..=n {
                let case = if i == default {
                    "default:".to_owned()
                } else if tagless {
                    format!("case {}:", g.condition())
                } else {
                    let first = g.in_mode(Mode::Pure, |g| g.nc(&t, 1));
                    let second = g.in_mode(Mode::Safe, |g| g.nc(&t, 1));
                    format!("case {first}, {second}:")
                };
                let body = g.block(2, depth - 1);
                let last = if i < n && g.rng.chance(20) { "fallthrough" } else { "" };
                node = node.then(case + "\n").block(body).then(format!("{last}\n"));
            }
            node.then("}")
        })
    }

    fn type_switch(&mut self, depth: usize) -> Node {
        let e = self.in_mode(Mode::Pure, |g| g.leaf(&Ty::Any, 2).s);
        let x = self.fresh("y");
        let mut types: Vec<Ty> = Vec::new();
        for _ in 0..4 {
            let mut t = self.ty(1);
            if self.rng.chance(30) {
                t = Ty::ptr(t);
            }
            if !types.contains(&t) && t != Ty::Any && self.param.is_none() {
                types.push(t);
            }
        }
        let vars = self.vars.len();
        let mut node = Node::text(format!("switch {x} := {e}.(type) {{"));
        let mut rest = types.as_slice();
        while let [t, more @ ..] = rest {
            rest = more;
            if let [second, more @ ..] = rest
                && self.rng.chance(25)
            {
                rest = more;
                let (a, b) = (self.tn(t), self.tn(second));
                node = node.then(format!("case {a}, {b}:\ntrAny({x})\n"));
                continue;
            }
            self.declare(&x, t, true);
            let trace = self.trace(&x, t);
            let body = self.block(1, depth - 1);
            self.vars.truncate(vars);
            node = node.then(format!("case {}:\n{trace}\n", self.tn(t))).block(body);
        }
        node.then(format!("\ncase nil:\ntrS(\"nil\")\ndefault:\ntrAny({x})\n}}"))
    }

    /// A call as a statement; its arguments may panic, its results are kept.
    fn call(&mut self) -> Node {
        let methods = self.method_call();
        let (callee, sig) = match methods {
            Some(found) if self.rng.chance(50) || self.funcs.is_empty() => found,
            _ => {
                let all: Vec<Func> = self.funcs.iter().filter(|f| !f.safe).cloned().collect();
                if all.is_empty() {
                    return self.trace_stmt();
                }
                let f = self.rng.pick(&all).clone();
                match f.generic {
                    Some(c) => {
                        let t = self.argument(c);
                        let sig = Sig {
                            params: f.sig.params.iter().map(|p| p.with(&t)).collect(),
                            results: f.sig.results.iter().map(|p| p.with(&t)).collect(),
                        };
                        (format!("{}[{}]", f.name, self.tn(&t)), sig)
                    }
                    None => (f.name, (*std::rc::Rc::new(f.sig)).clone()),
                }
            }
        };
        let args: Vec<String> =
            sig.params.iter().map(|t| self.in_mode(Mode::Safe, |g| g.expr(t, 2).s)).collect();
        let call = format!("{callee}({})", args.join(", "));
        if sig.results.is_empty() {
            return Node::text(call);
        }
        let names: Vec<String> = sig.results.iter().map(|_| self.fresh("v")).collect();
        let used: String = names.iter().map(|n| format!("; _ = {n}")).collect();
        for (name, ty) in names.iter().zip(&sig.results) {
            self.declare(name, ty, true);
        }
        Node::text(format!("{} := {call}{used}", names.join(", ")))
    }

    /// A type argument for a constraint.
    pub fn argument(&mut self, c: crate::types::Constraint) -> Ty {
        use crate::types::Constraint;
        match (c, self.rng.below(8)) {
            (Constraint::Number | Constraint::Ordered, 0 | 1) => {
                Ty::Float(*self.rng.pick(&[32, 64]))
            }
            (Constraint::Ordered | Constraint::Comparable, 2 | 3) => Ty::Str,
            (Constraint::Comparable, 4..=6) => loop {
                let t = self.ty(1);
                if self.names().comparable(&t) && !crate::state::contains_param(&t) {
                    return t;
                }
            },
            _ => {
                let int = |t: &Ty| {
                    let Ty::Named(i) = t else { return false };
                    matches!(self.named[*i].under, crate::types::Under::Ty(Ty::Int(_)))
                };
                let named: Vec<Ty> = (0..self.named.len()).map(Ty::Named).filter(int).collect();
                if !named.is_empty() && self.rng.chance(25) {
                    return self.rng.pick(&named).clone();
                }
                Ty::Int(self.rng.below(INTS.len()))
            }
        }
    }

    /// A method that a variable has, as `v.M`, a method value or a method expression.
    fn method_call(&mut self) -> Option<(String, Sig)> {
        if self.in_method {
            return None;
        }
        let mut found = Vec::new();
        for var in &self.vars {
            let (ty, pointer) = match &var.ty {
                Ty::Ptr(t) => ((**t).clone(), true),
                t => (t.clone(), false),
            };
            if let Ty::Named(i) = ty {
                let hidden = self.vars.iter().filter(|v| v.name == var.name).count() > 1;
                for m in &self.named[i].methods {
                    if (pointer || var.assign || !m.pointer) && !hidden {
                        found.push((var.name.clone(), i, m.sig, m.pointer, pointer));
                    }
                }
                if let (Some(methods), false) = (self.names().iface(&Ty::Named(i)), pointer) {
                    let all = methods.iter().map(|m| (var.name.clone(), i, *m, false, false));
                    found.extend(all.filter(|_| !hidden));
                }
            }
        }
        if found.is_empty() {
            return None;
        }
        let (name, i, m, by_pointer, is_pointer) = self.rng.pick(&found).clone();
        let sig = self.sigs[m].clone();
        let type_name = self.named[i].name.clone();
        let callee = match self.rng.below(4) {
            0 => {
                // What a method value binds is evaluated at once.
                format!("id({name}.M{m})")
            }
            1 if is_pointer == by_pointer => {
                let t = if is_pointer { format!("(*{type_name})") } else { type_name };
                let params = format!("func(r {}) {}", t.trim_matches(['(', ')']), "");
                let _ = params;
                return Some((
                    format!(
                        "func() func{} {{ r, f := {name}, {t}.M{m}; return func{} {{ {} }} }}()",
                        self.names().sig(&sig),
                        self.numbered(&sig),
                        self.forward(&sig)
                    ),
                    sig,
                ));
            }
            _ => format!("{name}.M{m}"),
        };
        Some((callee, sig))
    }

    fn numbered(&self, sig: &Sig) -> String {
        let params = sig.params.iter().enumerate();
        let params: Vec<String> = params.map(|(i, t)| format!("q{i} {}", self.tn(t))).collect();
        format!("({}) ({})", params.join(", "), self.names().list(&sig.results))
    }

    fn forward(&self, sig: &Sig) -> String {
        let params: String = (0..sig.params.len()).map(|i| format!(", q{i}")).collect();
        let start = if sig.results.is_empty() { "" } else { "return " };
        format!("{start}f(r{params})")
    }

    fn defer_stmt(&mut self, n: usize, depth: usize) -> Node {
        match self.rng.below(4) {
            0 => {
                let ty = self.scalar();
                let e = self.in_mode(Mode::Pure, |g| g.expr(&ty, 2).s);
                let x = self.fresh("x");
                let trace = self.trace(&x, &ty);
                Node::text(format!("defer func({x} {}) {{ {trace} }}({e})", self.tn(&ty)))
            }
            1 => Node::with("defer func()", self.in_function(vec![], |g| g.block(n, depth - 1)))
                .then("()"),
            _ => {
                let mut body = vec![Node::text("if r := recover(); r != nil { trAny(r) }")];
                body.extend(self.in_function(vec![], |g| g.block(n - 1, depth - 1)));
                Node::with("defer func()", body).then("()")
            }
        }
    }

    /// Makes something inside of another function.
    pub fn in_function<R>(&mut self, results: Vec<Ty>, make: impl FnOnce(&mut Gen) -> R) -> R {
        let around = std::mem::take(&mut self.around);
        let results = std::mem::replace(&mut self.results, results);
        let made = make(self);
        self.results = results;
        self.around = around;
        made
    }

    fn closure_stmt(&mut self, n: usize, depth: usize) -> Node {
        let params: Vec<Ty> = (0..self.rng.below(3)).map(|_| self.scalar()).collect();
        let results: Vec<Ty> = (0..self.rng.below(3)).map(|_| self.scalar()).collect();
        let sig = Sig { params, results };
        let name = self.fresh("f");
        let vars = self.vars.len();
        let names: Vec<String> = sig.params.iter().map(|_| self.fresh("a")).collect();
        for (n, t) in names.iter().zip(&sig.params) {
            let assign = self.rng.chance(50);
            self.declare(n, t, assign);
        }
        let list: Vec<String> =
            names.iter().zip(&sig.params).map(|(n, t)| format!("{n} {}", self.tn(t))).collect();
        let head =
            format!("{name} := func({}) ({})", list.join(", "), self.names().list(&sig.results));
        let body = self.in_function(sig.results.clone(), |g| {
            let mut body = g.counted(n, depth - 1);
            body.push(g.last_return());
            body
        });
        self.vars.truncate(vars);
        let generic = None;
        self.funcs.push(Func { name: name.clone(), sig, safe: false, generic });
        Node::with(head, body).then(format!("; _ = {name}"))
    }

    /// The return at the end of the block just finished, whose variables it could still see.
    pub fn last_return(&mut self) -> Node {
        let left = std::mem::take(&mut self.left);
        let hidden = std::mem::replace(&mut self.hidden, left);
        let node = self.return_stmt();
        self.hidden = hidden;
        node
    }

    pub fn return_stmt(&mut self) -> Node {
        let results = self.results.clone();
        let mode = if self.rng.chance(30) { Mode::Calls } else { Mode::Pure };
        let values: Vec<String> =
            results.iter().map(|t| self.in_mode(mode, |g| g.expr(t, 3).s)).collect();
        Node::text(format!("return {}", values.join(", ")))
    }

    fn panic_stmt(&mut self) -> Node {
        let c = self.condition();
        let c = format!("h%4 == 0 && {c}");
        let ty = self.ty(1);
        let ty = if crate::state::contains_param(&ty) { INT } else { ty };
        let e = self.in_mode(Mode::Safe, |g| g.expr(&ty, 2).s);
        Node::text(format!("if {c} {{ var x {} = {e}; panic(x) }}", self.tn(&ty)))
    }

    /// break, continue or return, on a condition.
    fn leave(&mut self) -> Node {
        let c = self.condition();
        let c = format!("h%4 == 0 && {c}");
        if self.around.is_empty() || self.rng.chance(20) {
            let ret = self.return_stmt();
            return Node::with(format!("if {c}"), vec![ret]);
        }
        let i = self.rng.below(self.around.len());
        let innermost = i + 1 == self.around.len();
        let around = &mut self.around[i];
        let word = if around.is_loop && self.next.is_multiple_of(2) { "continue" } else { "break" };
        if innermost && !self.next.is_multiple_of(3) {
            return Node::text(format!("if {c} {{ {word} }}"));
        }
        around.used = true;
        let label = around.label.clone();
        Node::text(format!("if {c} {{ {word} {label} }}"))
    }

    fn goto_stmt(&mut self, n: usize, depth: usize) -> Node {
        let label = self.fresh("G");
        let c = self.condition();
        match self.rng.below(3) {
            0 => {
                let i = self.fresh("v");
                let high = 1 + self.rng.below(3);
                let body = self.counted(n, depth - 1);
                Node::text(format!("{{ {i} := 0\n{label}:\n{i}++\n{{"))
                    .block(body)
                    .then(format!("}}\nif {i} < {high} {{ goto {label} }}\n}}"))
            }
            1 => {
                let body = self.block(n, depth - 1);
                Node::text(format!("{{ if {c} {{ goto {label} }}\n{{"))
                    .block(body)
                    .then(format!("}}\n{label}:\ntrS(\"{label}\")\n}}"))
            }
            _ => {
                let vars = self.vars.len();
                let i = self.fresh("v");
                self.declare(&i, &INT, true);
                let c = self.condition();
                let around = std::mem::take(&mut self.around);
                let body = self.block(n, depth - 1);
                self.around = around;
                self.vars.truncate(vars);
                Node::text(format!(
                    "{{ for {i} := range upTo(3) {{ _ = {i}; tick(); if {c} {{ goto {label} }}\n{{"
                ))
                .block(body)
                .then(format!("}}\n}}\n{label}:\ntrS(\"{label}\")\n}}"))
            }
        }
    }

    fn labelled(&mut self, n: usize, depth: usize) -> Node {
        let label = self.fresh("B");
        let c = self.condition();
        let first = self.block(n, depth - 1);
        let second = self.block(n, depth - 1);
        Node::text(format!("{label}:\nswitch {{ default: {{"))
            .block(first)
            .then(format!("}}\nif {c} {{ break {label} }}\n{{"))
            .block(second)
            .then("}\n}")
    }

    fn protected(&mut self, n: usize, depth: usize) -> Node {
        let body = self.in_function(vec![], |g| g.block(n + 1, depth - 1));
        Node::with("guard(func()", body).then(")")
    }

    fn print(&mut self) -> Node {
        let t = self.scalar();
        if matches!(t, Ty::Param(_) | Ty::Complex(_)) {
            return self.trace_stmt();
        }
        let e = self.in_mode(Mode::Safe, |g| g.nc(&t, 2));
        Node::text(format!("println(\"value\", {e})"))
    }
}
