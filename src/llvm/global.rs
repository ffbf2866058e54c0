//! Global variables and constants.

use super::text::{Emitter, quoted, w};
use crate::ir::module::Global;
use rustc_hash::FxHashSet;
use std::fmt::Write;

impl<'a> Emitter<'a> {
    pub(super) fn globals(&mut self) {
        let m = self.m;
        // A symbol may be declared by several packages and defined by one.
        let mut known: FxHashSet<&str> = FxHashSet::default();
        known.extend(m.globals.iter().filter(|g| g.init.is_some()).map(|g| g.name.as_str()));
        known.extend(m.funcs.iter().map(|f| f.name.as_str()));
        for (id, g) in m.globals.iter_enumerated() {
            if g.init.is_none() && !known.insert(&g.name) {
                continue;
            }
            self.out.push_str(&self.global_names[id]);
            self.global(g);
        }
        self.out.push('\n');
    }

    fn global(&mut self, g: &'a Global) {
        let (linkage, debug) = match (&g.init, g.export) {
            (None, _) => ("external", None),
            (Some(_), true) => ("", g.debug.as_ref()),
            (Some(_), false) if g.unnamed && g.constant && g.debug.is_none() => ("private", None),
            (Some(_), false) => ("internal", g.debug.as_ref()),
        };
        w!(self.out, " = {linkage}");
        if g.unnamed && g.init.is_some() {
            self.out.push_str(" unnamed_addr");
        }
        self.out.push_str(if g.constant { " constant " } else { " global " });
        match &g.init {
            Some(init) => self.constant(g.ty, init),
            None => self.mem_ty(g.ty),
        }
        if let Some(section) = &g.section {
            w!(self.out, ", section {}", quoted(section));
        }
        if g.align != 0 {
            w!(self.out, ", align {}", g.align);
        }
        if let (Some((name, ty, pos)), Some(d)) = (debug, &mut self.debug) {
            let md = d.global(&mut self.meta, name, &g.name, *ty, *pos, !g.export);
            w!(self.out, ", !dbg !{md}");
        }
        self.out.push('\n');
    }
}
