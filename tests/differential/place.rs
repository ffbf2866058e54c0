//! Variables and what can be reached from them.

use crate::state::{Gen, Mode};
use crate::types::Ty;

impl Gen {
    /// The variables that no inner one hides.
    fn visible(&self) -> Vec<usize> {
        let hidden = |i: usize| {
            let name = &self.vars[i].name;
            self.vars[i + 1..].iter().any(|later| later.name == *name) || self.hidden.contains(name)
        };
        (0..self.vars.len()).filter(|i| !hidden(*i)).collect()
    }

    /// A variable, field, element, ... of type `t`, to read.
    pub fn place(&mut self, t: &Ty) -> Option<String> {
        if self.mode == Mode::Calls {
            let fits = |i: &usize| self.vars[*i].ty == *t && !self.vars[*i].assign && is_value(t);
            let all: Vec<usize> = self.visible().into_iter().filter(fits).collect();
            return (!all.is_empty()).then(|| self.vars[*self.rng.pick(&all)].name.clone());
        }
        let visible = self.visible();
        self.walk(&visible, t, false, false)
    }

    /// A place of type `t` to assign to, or to take the address of.
    pub fn target(&mut self, t: &Ty, map_too: bool) -> Option<String> {
        let all: Vec<usize> = self.visible().into_iter().filter(|i| self.vars[*i].assign).collect();
        self.walk(&all, t, true, map_too)
    }

    /// Any place to assign to.
    pub fn any_target(&mut self) -> Option<(String, Ty)> {
        let all: Vec<usize> = self.visible().into_iter().filter(|i| self.vars[*i].assign).collect();
        if all.is_empty() {
            return None;
        }
        let var = self.vars[*self.rng.pick(&all)].clone();
        let (mut place, mut ty) = (var.name, var.ty);
        let mut panics = false;
        while self.rng.chance(50) {
            match self.step(&place, &ty, true, true, &mut panics) {
                Some((p, t, true)) => (place, ty) = (p, t),
                Some((p, t, false)) => return Some((p, t)),
                None => break,
            }
        }
        Some((place, ty))
    }

    fn walk(&mut self, from: &[usize], t: &Ty, write: bool, map_too: bool) -> Option<String> {
        if from.is_empty() {
            return None;
        }
        let direct: Vec<usize> = from.iter().copied().filter(|i| self.vars[*i].ty == *t).collect();
        if !direct.is_empty() && self.rng.chance(60) {
            return Some(self.vars[*self.rng.pick(&direct)].name.clone());
        }
        let before = self.claimed;
        for _ in 0..6 {
            self.claimed = before;
            let mut panics = false;
            let var = self.vars[*self.rng.pick(from)].clone();
            let (mut place, mut ty) = (var.name, var.ty);
            for _ in 0..3 {
                if ty == *t {
                    return Some(place);
                }
                if ty == Ty::Any && !write && self.risky() {
                    return Some(format!("{place}.({})", self.tn(t)));
                }
                match self.step(&place, &ty, write, map_too, &mut panics) {
                    Some((p, u, true)) => (place, ty) = (p, u),
                    Some((p, u, false)) => {
                        if u == *t {
                            return Some(p);
                        }
                        break;
                    }
                    None => break,
                }
            }
            if ty == *t {
                return Some(place);
            }
        }
        None
    }

    /// One step into a value; the flag says whether more steps may follow. `panics` is whether an
    /// earlier step can panic: the order of steps is certain.
    fn step(
        &mut self,
        place: &str,
        ty: &Ty,
        write: bool,
        map_too: bool,
        panics: &mut bool,
    ) -> Option<(String, Ty, bool)> {
        if let Some(fields) = self.names().fields(ty).map(<[_]>::to_vec) {
            if fields.is_empty() {
                return None;
            }
            let f = self.rng.pick(&fields);
            return Some((format!("{place}.{}", f.name), f.ty.clone(), true));
        }
        let under = self.under(ty);
        if matches!(under, Ty::Slice(_) | Ty::Ptr(_) | Ty::Map(..)) && self.mode == Mode::Pure {
            *panics = *panics || self.claim();
        }
        match under {
            Ty::Array(of, n) => {
                let i = self.index(Some(n));
                Some((format!("{place}[{i}]"), (*of).clone(), true))
            }
            Ty::Slice(of) if *panics => {
                let i = self.index(None);
                Some((format!("{place}[{i}]"), (*of).clone(), true))
            }
            Ty::Ptr(to) if *panics => Some((format!("(*{place})"), (*to).clone(), true)),
            Ty::Map(k, v) if *panics && (!write || map_too) => {
                let key = self.in_mode(Mode::Safe, |g| g.expr(&k, 1).s);
                Some((format!("{place}[{key}]"), (*v).clone(), !write))
            }
            _ => None,
        }
    }
}

/// Whether a variable that nobody assigns to keeps its value.
fn is_value(t: &Ty) -> bool {
    matches!(t, Ty::Bool | Ty::Int(_) | Ty::Float(_) | Ty::Complex(_) | Ty::Str)
}
