//! Statements about slices, maps, channels and generic types.

use crate::state::{Gen, Mode};
use crate::tree::Node;
use crate::types::{INT, Ty};

impl Gen {
    pub fn append_stmt(&mut self) -> Node {
        let of = self.ty(1);
        let t = Ty::slice(of.clone());
        let place = self.in_mode(Mode::Safe, |g| g.target(&t, true));
        let Some(s) = place else {
            // The capacity is known: what append does in place is, too.
            let (a, b) = (self.fresh("v"), self.fresh("v"));
            let (len, cap) = (self.rng.below(3), 3 + self.rng.below(4));
            let e = self.in_mode(Mode::Safe, |g| g.expr(&of, 2).s);
            let f = self.in_mode(Mode::Safe, |g| g.expr(&of, 2).s);
            let name = self.tn(&t);
            let text = format!(
                "{a} := make({name}, {len}, {cap}); {b} := append({a}, {e}); {a} = append({a}, {f}); _, _ = {a}, {b}; tr(uint64(cap({b})))"
            );
            self.declare(&a, &t, true);
            self.declare(&b, &t, true);
            return Node::text(text);
        };
        let e = self.in_mode(Mode::Safe, |g| g.expr(&of, 2).s);
        let i = self.rng.below(3);
        // How much append allocates is not specified: nothing may share the array with it.
        let text = match self.rng.below(6) {
            0 | 1 => format!("{s} = append({s}[:len({s}):len({s})], {e})"),
            2 => format!(
                "if len({s}) < 9 {{ {s} = append({s}[:len({s}):len({s})], {s}...) }} else {{ {s} = nil }}"
            ),
            3 => format!("tr(uint64(copy({s}, {s}[min({i}, len({s})):])))"),
            4 => format!("{s} = {s}[{i}:len({s}):len({s})]"),
            _ => format!("clear({s})"),
        };
        Node::text(text)
    }

    pub fn map_stmt(&mut self) -> Node {
        let (k, v) = (self.key(), self.ty(1));
        let t = Ty::Map(k.clone().into(), v.clone().into());
        let key = self.in_mode(Mode::Safe, |g| g.expr(&k, 2).s);
        let place = self.in_mode(Mode::Safe, |g| g.target(&t, true));
        let Some(m) = place else {
            let e = self.in_mode(Mode::Safe, |g| g.literal(&t, 2).s);
            let (m, x) = (self.fresh("v"), self.fresh("x"));
            let n = self.rng.below(40);
            let one = self.in_mode(Mode::Safe, |g| g.expr(&v, 2).s);
            let (trace, vt) = (self.trace(&x, &v), self.tn(&v));
            let name = self.tn(&t);
            let fill = match &k {
                Ty::Int(_) | Ty::Float(_) => {
                    let kt = self.tn(&k);
                    format!(
                        "for i := range {n} {{ {m}[{kt}(i)*3] = {one} }}\nfor i := range {n} {{ if i%3 == 0 {{ delete({m}, {kt}(i)*3) }} }}"
                    )
                }
                Ty::Str => format!("for i := range {n} {{ {m}[string(rune('a'+i))] = {one} }}"),
                Ty::Any => format!("for i := range {n} {{ {m}[i] = {one}; {m}[int8(i)] = {one} }}"),
                _ => String::new(),
            };
            self.declare(&m, &t, true);
            return Node::text(format!(
                "var {m} {name} = {e}\nif {m} != nil {{ {fill} }}\nvar {x} {vt} = {m}[{key}]\n{trace}\ntr(uint64(len({m})))"
            ));
        };
        Node::text(match self.rng.below(4) {
            0 => format!("delete({m}, {key})"),
            1 => format!("clear({m})"),
            _ => {
                let e = self.in_mode(Mode::Safe, |g| g.expr(&v, 2).s);
                format!("{m}[{key}] = {e}")
            }
        })
    }

    /// Several places assigned at once.
    pub fn swap(&mut self) -> Node {
        self.in_mode(Mode::Safe, |g| {
            let Some((a, t)) = g.any_target() else {
                return Node::text("trS(\"nothing to swap\")");
            };
            if let Some(b) = g.target(&t, false)
                && g.rng.chance(50)
            {
                return Node::text(format!("{a}, {b} = {b}, {a}"));
            }
            let Some((b, u)) = g.any_target() else { return Node::text(format!("{a} = {a}")) };
            let e = g.expr(&t, 2).s;
            let f = g.expr(&u, 2).s;
            let grows = |t: &Ty| *t == Ty::Str;
            if grows(&g.under(&t)) || grows(&g.under(&u)) {
                return Node::text(format!("{a}, {b} = {a}, {b}"));
            }
            Node::text(format!("{a}, {b} = {e}, {f}"))
        })
    }

    pub fn comma_ok(&mut self) -> Node {
        let (x, ok) = (self.fresh("v"), self.fresh("v"));
        if self.rng.chance(50) {
            let t = if self.param.is_some() { INT } else { self.ty(1) };
            let e = self.in_mode(Mode::Pure, |g| g.leaf(&Ty::Any, 2).s);
            let text = format!("{x}, {ok} := {e}.({}); _, _ = {x}, {ok}", self.tn(&t));
            if t == Ty::Any {
                return Node::text(format!("_, {ok} := {e}.(interface{{ trace() }}); trB({ok})"));
            }
            self.declare(&x, &t, true);
            self.declare(&ok, &Ty::Bool, true);
            return Node::text(text);
        }
        let (k, v) = (self.key(), self.ty(1));
        let t = Ty::Map(k.clone().into(), v.clone().into());
        let m = self.in_mode(Mode::Pure, |g| g.leaf(&t, 2).s);
        let key = self.in_mode(Mode::Safe, |g| g.expr(&k, 2).s);
        self.declare(&x, &v, true);
        self.declare(&ok, &Ty::Bool, true);
        Node::text(format!("{x}, {ok} := {m}[{key}]; _, _ = {x}, {ok}"))
    }

    /// Channels and goroutines, used so that only one order is possible.
    pub fn channels(&mut self) -> Node {
        let t = self.ty(1);
        let name = self.tn(&t);
        let (c, x) = (self.fresh("c"), self.fresh("x"));
        let trace = self.trace(&x, &t);
        let e = self.in_mode(Mode::Safe, |g| g.expr(&t, 2).s);
        let f = self.in_mode(Mode::Safe, |g| g.expr(&t, 2).s);
        let n = 1 + self.rng.below(4);
        let text = match self.rng.below(6) {
            0 => format!(
                "{{ {c} := make(chan {name}, 2); {c} <- {e}; {c} <- {f}; close({c})\n\
                 for {x} := range {c} {{ {trace} }}\n{x}, ok := <-{c}; {trace}; trB(ok) }}"
            ),
            1 => format!(
                "{{ {c} := make(chan {name}); go func() {{ defer close({c}); for i := range {n} {{ _ = i; {c} <- {e} }}; {c} <- {f} }}()\n\
                 for {x} := range {c} {{ {trace} }} }}"
            ),
            2 => format!(
                "{{ var {c} chan {name}; d := make(chan {name}, 1)\n\
                 for i := range {n} {{ select {{ case {x} := <-{c}: {trace}\ncase {x} := <-d: {trace}\ncase {c} <- {f}: tr(1)\ndefault: tr(uint64(i)); d <- {e} }} }} }}"
            ),
            3 => {
                let bad_type = Ty::Int(self.rng.below(11));
                let bad = self.in_mode(Mode::Pure, |g| g.nc(&bad_type, 4));
                format!(
                    "{{ {c} := make(chan any); go func() {{ defer close({c}); defer func() {{ {c} <- recover() }}(); {c} <- any({bad}) }}()\n\
                     for {x} := range {c} {{ trAny({x}) }} }}"
                )
            }
            4 => format!(
                "{{ {c} := make(chan {name}); back := make(chan {name}, {n}); done := make(chan bool)\n\
                 go func() {{ for {{ select {{ case v := <-{c}: back <- v\ncase <-done: close(back); return }} }} }}()\n\
                 {c} <- {e}; {c} <- {f}\nfor range 2 {{ {x} := <-back; {trace} }}\nclose(done)\n_, ok := <-back; trB(ok) }}"
            ),
            _ => format!(
                "{{ {c} := make(chan {name}, 1); guard(func() {{ close({c}); {c} <- {e} }}); guard(func() {{ close({c}) }})\n\
                 {x} := <-{c}; {trace}; tr(uint64(len({c})*10 + cap({c}))) }}"
            ),
        };
        Node::text(text)
    }

    /// The prelude's generic types and functions with some type arguments.
    pub fn generic_use(&mut self) -> Node {
        let t = self.ty(1);
        let name = self.tn(&t);
        let (l, x) = (self.fresh("l"), self.fresh("x"));
        let trace = self.trace(&x, &t);
        let e = self.in_mode(Mode::Safe, |g| g.expr(&t, 2).s);
        let f = self.in_mode(Mode::Safe, |g| g.expr(&t, 2).s);
        let text = match self.rng.below(4) {
            0 => format!(
                "{{ var {l} list[{name}]; {l}.push({e}); {l}.push({f}); {x}, ok := {l}.pop(); {trace}; trB(ok); tr(uint64({l}.count)); f := {l}.pop; f(); {x}, ok = f(); {trace}; trB(ok) }}"
            ),
            1 => {
                let k = self.key();
                let (a, b) = self.in_mode(Mode::Safe, |g| (g.expr(&k, 2).s, g.expr(&k, 2).s));
                let key = self.trace(&format!("{l}.a"), &k);
                let kn = self.tn(&k);
                format!(
                    "{{ {l}, same := (pair[{kn}, {name}]{{{a}, {e}}}).swap({b}); trB(same); {key}; {x} := {l}.b; {trace}; var q any = {l}; _, ok := q.(pair[{kn}, {name}]); trB(ok) }}"
                )
            }
            2 => format!(
                "{{ s := filter([]{name}{{{e}, {f}, {e}}}, func({x} {name}) bool {{ {trace}; return h%2 == 0 }}); tr(uint64(len(s))) }}"
            ),
            _ => format!(
                "tr(uint64(fold([]{name}{{{e}, {f}}}, 7, func(n int, {x} {name}) int {{ {trace}; return n*3 + int(h%5) }})))"
            ),
        };
        Node::text(text)
    }
}
