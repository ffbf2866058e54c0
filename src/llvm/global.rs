//! Global variables and constants.

use super::text::{Emitter, push_escaped, quoted, w};
use crate::ir::entities::*;
use crate::ir::layout;
use crate::ir::module::{Const, Global};
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
        let sparse = g.init.as_ref().is_some_and(|init| self.sparse_array(g.ty, init));
        match &g.init {
            Some(_) if sparse => {}
            Some(init) => self.constant(g.ty, init),
            None => self.mem_ty(g.ty),
        }
        if let Some(section) = &g.section {
            w!(self.out, ", section {}", quoted(section));
        }
        if g.align != 0 {
            w!(self.out, ", align {}", g.align);
        } else if sparse {
            // A packed structure asks for no alignment by itself.
            w!(self.out, ", align {}", layout::align_of(self.m, g.ty));
        }
        if let (Some((name, ty, pos)), Some(d)) = (debug, &mut self.debug) {
            let md = d.global(&mut self.meta, name, &g.name, *ty, *pos, !g.export);
            w!(self.out, ", !dbg !{md}");
        }
        self.out.push('\n');
    }

    /// Writes an array that is mostly zeros as a packed structure of its pieces, whose zeros take
    /// no room in the text and no time to read. Says whether it is such an array.
    fn sparse_array(&mut self, ty: Ty, init: &Const) -> bool {
        let Ty::Agg(id) = ty else { return false };
        let Agg::Array(elem, len) = *self.m.agg_def(id) else { return false };
        let pieces = match init {
            Const::Agg(parts) => pieces(parts, len, |p| *p == Const::Zero),
            Const::Bytes(bytes) => pieces(bytes, len, |b| *b == 0),
            _ => return false,
        };
        if pieces.iter().all(|p| !p.zero || p.len() < LONG_RUN) {
            return false;
        }
        self.out.push_str("<{ ");
        self.each(&pieces, |e, piece| e.array_type(piece.len(), elem));
        self.out.push_str(" }> <{ ");
        self.each(&pieces, |e, piece| {
            e.array_type(piece.len(), elem);
            e.out.push(' ');
            match init {
                _ if piece.zero => e.out.push_str("zeroinitializer"),
                Const::Bytes(bytes) => e.text(&bytes[piece.start..piece.end]),
                Const::Agg(parts) => e.elements(elem, &parts[piece.start..piece.end]),
                _ => unreachable!("only these two were cut in pieces"),
            }
        });
        self.out.push_str(" }>");
        true
    }

    fn each(&mut self, pieces: &[Piece], write: impl Fn(&mut Self, &Piece)) {
        for (i, piece) in pieces.iter().enumerate() {
            if i > 0 {
                self.out.push_str(", ");
            }
            write(self, piece);
        }
    }

    fn array_type(&mut self, len: usize, elem: Ty) {
        w!(self.out, "[{len} x ");
        self.mem_ty(elem);
        self.out.push(']');
    }

    fn text(&mut self, bytes: &[u8]) {
        self.out.push_str("c\"");
        bytes.iter().for_each(|&b| push_escaped(&mut self.out, b));
        self.out.push('"');
    }

    fn elements(&mut self, elem: Ty, parts: &[Const]) {
        self.out.push('[');
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.out.push_str(", ");
            }
            self.constant(elem, part);
        }
        self.out.push(']');
    }
}

/// Elements of an array, from `start` up to `end`.
struct Piece {
    start: usize,
    end: usize,
    zero: bool,
}

impl Piece {
    fn len(&self) -> usize {
        self.end - self.start
    }
}

/// Cuts an array into long runs of zeros, and what lies between these. None of the other pieces
/// goes beyond the elements that are given.
fn pieces<T>(given: &[T], len: u64, zero: impl Fn(&T) -> bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut add = |start: usize, end: usize, zero: bool| {
        if start < end {
            pieces.push(Piece { start, end, zero });
        }
    };
    let len = len as usize;
    // What was not written yet, and the zeros at its end.
    let (mut start, mut zeros) = (0, 0);
    for (i, x) in given.iter().enumerate().take(len) {
        if zero(x) {
            continue;
        }
        if i - zeros >= LONG_RUN {
            add(start, zeros, false);
            add(zeros, i, true);
            start = i;
        }
        zeros = i + 1;
    }
    // What is not given is zero, too.
    let rest = if len - zeros >= LONG_RUN { zeros } else { given.len().min(len) };
    add(start, rest, false);
    add(rest, len, true);
    pieces
}

/// This many zeros are worth a piece of their own.
const LONG_RUN: usize = 64;
