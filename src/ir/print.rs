//! A module as text, which [`super::parse`] reads back to an equal module.
//!
//! ```text
//! type agg0 = {ptr, i32}
//! sig sig0 = (i32) -> i32
//! global g0 "main.x" i32 = 5
//! func f0 "main.f" sig0 (v0: i32) export @12 {
//!   s0: i32
//! b0:
//!   v1: i32 = add v0, 1:i32 @20
//!   store i32 v1, s0
//!   ret v1
//! }
//! ```
//!
//! `@20.1` is source position 20 in scope 1; `;` starts a comment.

use super::entities::*;
use super::function::*;
use super::module::*;
use super::names::*;
use crate::base::source::Pos;
use std::fmt::{self, Write};

impl fmt::Display for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ty::Agg(id) => id.fmt(f),
            scalar => f.write_str(word(SCALAR, *scalar)),
        }
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Operand::Value(v) => v.fmt(f),
            Operand::Int(ty, v) => write!(f, "{v}:{ty}"),
            Operand::Float(ty, bits) => write!(f, "{bits:#x}:{ty}"),
            Operand::Null => f.write_str("null"),
            Operand::Zero(ty) => write!(f, "zero:{ty}"),
            Operand::Undef(ty) => write!(f, "undef:{ty}"),
            Operand::Slot(s) => s.fmt(f),
            Operand::Global(g) => g.fmt(f),
            Operand::Func(id) => id.fmt(f),
        }
    }
}

/// The whole module.
pub fn module(m: &Module) -> String {
    let mut s = String::new();
    // Writing to a string cannot fail.
    let _ = write_module(&mut s, m);
    s
}

/// One function, for messages.
pub fn function(id: FuncId, f: &Function) -> String {
    let mut s = String::new();
    let _ = write_function(&mut s, id, f);
    s
}

/// One instruction, for messages.
pub fn inst(f: &Function, inst: &Inst) -> String {
    let mut s = String::new();
    let _ = write_inst(&mut s, f, inst);
    s
}

fn write_module(s: &mut String, m: &Module) -> fmt::Result {
    for (i, agg) in m.aggs.iter().enumerate() {
        match agg {
            Agg::Struct(fields) => writeln!(s, "type agg{i} = {{{}}}", Commas(fields))?,
            Agg::Array(elem, n) => writeln!(s, "type agg{i} = [{n} x {elem}]")?,
        }
    }
    for (i, sig) in m.sigs.iter().enumerate() {
        write!(s, "sig sig{i} = ({})", Commas(&sig.params))?;
        match sig.result {
            Some(ty) => writeln!(s, " -> {ty}")?,
            None => s.push('\n'),
        }
    }
    for (id, ty) in m.debug_types.iter_enumerated() {
        write!(s, "debug {id} = ")?;
        write_debug_type(s, ty)?;
    }
    for (id, g) in m.globals.iter_enumerated() {
        write_global(s, id, g)?;
    }
    for (kind, f) in &m.checks {
        writeln!(s, "check {} {f}", word(CHECK, *kind))?;
    }
    if let Some(f) = m.alloc {
        writeln!(s, "alloc {f}")?;
    }
    if let Some(Barriers { store, shade, shade_range }) = m.barriers {
        writeln!(s, "barriers {store} {shade} {shade_range}")?;
    }
    for (id, f) in m.funcs.iter_enumerated() {
        s.push('\n');
        write_function(s, id, f)?;
    }
    Ok(())
}

fn pointers_word(pointers: bool) -> &'static str {
    if pointers { " pointers" } else { "" }
}

fn write_debug_type(s: &mut String, ty: &DebugType) -> fmt::Result {
    match ty {
        DebugType::Pending => writeln!(s, "pending"),
        DebugType::Basic { name, bits, encoding } => {
            writeln!(s, "basic {} {bits} {}", Quoted(name), encoding_word(*encoding))
        }
        DebugType::Pointer { to: None } => writeln!(s, "pointer"),
        DebugType::Pointer { to: Some(to) } => writeln!(s, "pointer {to}"),
        DebugType::Struct { name, size, align, fields } => {
            write!(s, "struct {} size {size} align {align} {{", Quoted(name))?;
            for (i, f) in fields.iter().enumerate() {
                let comma = if i > 0 { ", " } else { "" };
                write!(s, "{comma}{} {} {} {}", Quoted(&f.name), f.ty, f.offset, f.size)?;
            }
            writeln!(s, "}}")
        }
        DebugType::Array { elem, len, size } => writeln!(s, "array {elem} {len} size {size}"),
        DebugType::Named { name, of } => writeln!(s, "named {} {of}", Quoted(name)),
        DebugType::Func => writeln!(s, "func"),
    }
}

/// The word for an encoding.
pub(super) fn encoding_word(e: DebugEncoding) -> &'static str {
    match e {
        DebugEncoding::Bool => "bool",
        DebugEncoding::Signed => "signed",
        DebugEncoding::Unsigned => "unsigned",
        DebugEncoding::Float => "float",
        DebugEncoding::Complex => "complex",
        DebugEncoding::Char => "char",
    }
}

fn write_global(s: &mut String, id: GlobalId, g: &Global) -> fmt::Result {
    write!(s, "global {id} {} {}", Quoted(&g.name), g.ty)?;
    if let Some(init) = &g.init {
        s.push_str(" = ");
        write_const(s, init)?;
    }
    if g.constant {
        s.push_str(" constant");
    }
    if g.align != 0 {
        write!(s, " align {}", g.align)?;
    }
    if let Some(section) = &g.section {
        write!(s, " section {}", Quoted(section))?;
    }
    if g.export {
        s.push_str(" export");
    }
    if g.unnamed {
        s.push_str(" unnamed");
    }
    if let Some((name, ty, pos)) = &g.debug {
        write!(s, " debug {} {ty} @{}", Quoted(name), pos.0)?;
    }
    s.push('\n');
    Ok(())
}

fn write_const(s: &mut String, c: &Const) -> fmt::Result {
    match c {
        Const::Zero => s.write_str("zero"),
        Const::Undef => s.write_str("undef"),
        Const::Int(v) => write!(s, "{v}"),
        Const::Float(bits) => write!(s, "float {bits:#x}"),
        Const::Bytes(bytes) => write!(s, "{}", Quoted(bytes)),
        Const::Agg(parts) => {
            s.push('{');
            for (i, part) in parts.iter().enumerate() {
                if i > 0 {
                    s.push_str(", ");
                }
                write_const(s, part)?;
            }
            s.write_char('}')
        }
        Const::Global(g, 0) => write!(s, "{g}"),
        Const::Global(g, n) => write!(s, "{g}{n:+}"),
        Const::Func(f) => write!(s, "{f}"),
        Const::Addr(a) => write!(s, "addr {a:#x}"),
    }
}

fn write_function(s: &mut String, id: FuncId, f: &Function) -> fmt::Result {
    write!(s, "func {id} {} {} (", Quoted(&f.name), f.sig)?;
    for (i, v) in f.params.iter().enumerate() {
        write!(s, "{}{v}: {}", if i > 0 { ", " } else { "" }, f.values[*v])?;
    }
    s.push(')');
    let a = &f.attrs;
    let flags = [
        (a.export, " export"),
        (a.noinline, " noinline"),
        (a.always_inline, " alwaysinline"),
        (a.noreturn, " noreturn"),
        (a.cold, " cold"),
        (a.no_heap, " noheap"),
        (a.weak, " weak"),
        (a.traced, " traced"),
    ];
    flags.iter().filter(|(set, _)| *set).for_each(|(_, word)| s.push_str(word));
    if let Some(section) = &a.section {
        write!(s, " section {}", Quoted(section))?;
    }
    if !f.debug_name.is_empty() {
        write!(s, " debug {}", Quoted(&f.debug_name))?;
    }
    if !f.pos.is_none() {
        write!(s, " @{}", f.pos.0)?;
    }
    for (parent, pos) in &f.scopes {
        write!(s, " scope {parent} @{}", pos.0)?;
    }
    if f.blocks.is_empty() && f.values.is_empty() && f.slots.is_empty() {
        s.push('\n');
        return Ok(());
    }
    s.push_str(" {\n");
    for (id, slot) in f.slots.iter_enumerated() {
        write_slot(s, id, slot)?;
    }
    write_unused(s, f)?;
    for (id, block) in f.blocks.iter_enumerated() {
        writeln!(s, "{id}:")?;
        for inst in &block.insts {
            s.push_str("  ");
            write_inst(s, f, inst)?;
            s.push('\n');
        }
        if let Some(term) = &block.term {
            s.push_str("  ");
            write_term(s, term)?;
            write_loc(s, block.term_loc)?;
            s.push('\n');
        }
    }
    s.push_str("}\n");
    Ok(())
}

fn write_slot(s: &mut String, id: SlotId, slot: &Slot) -> fmt::Result {
    write!(s, "  {id}: {}", slot.ty)?;
    if let Some(d) = &slot.debug {
        write!(s, " {} {} @{} scope {} arg {}", Quoted(&d.name), d.ty, d.pos.0, d.scope, d.arg)?;
        if d.indirect {
            s.push_str(" indirect");
        }
    }
    s.push('\n');
    Ok(())
}

/// Temporaries that no instruction defines (any more) still have a number and a type.
fn write_unused(s: &mut String, f: &Function) -> fmt::Result {
    let mut defined = vec![false; f.values.len()];
    let results = f.blocks.iter().flat_map(|b| b.insts.iter()).filter_map(|i| i.result);
    for v in f.params.iter().copied().chain(results) {
        defined[v.0 as usize] = true;
    }
    for (v, ty) in f.values.iter_enumerated() {
        if !defined[v.0 as usize] {
            writeln!(s, "  unused {v}: {ty}")?;
        }
    }
    Ok(())
}

fn write_loc(s: &mut String, loc: Loc) -> fmt::Result {
    match loc {
        Loc { pos: Pos::NONE, scope: 0 } => Ok(()),
        Loc { pos, scope: 0 } => write!(s, " @{}", pos.0),
        Loc { pos, scope } => write!(s, " @{}.{scope}", pos.0),
    }
}

fn write_inst(s: &mut String, f: &Function, inst: &Inst) -> fmt::Result {
    if let Some(v) = inst.result {
        write!(s, "{v}: {} = ", f.values[v])?;
    }
    write_op(s, &inst.op)?;
    write_loc(s, inst.loc)
}

fn write_op(s: &mut String, op: &Op) -> fmt::Result {
    match op {
        Op::Bin(op, a, b) => write!(s, "{} {a}, {b}", word(BIN, *op)),
        Op::Cmp(op, a, b) => write!(s, "{} {a}, {b}", word(CMP, *op)),
        Op::FNeg(a) => write!(s, "fneg {a}"),
        Op::Cast(op, a) => write!(s, "{} {a}", word(CAST, *op)),
        Op::Select(c, a, b) => write!(s, "select {c}, {a}, {b}"),
        Op::Load { ptr, volatile } => write!(s, "load {ptr}{}", volatile_word(*volatile)),
        Op::Store { ptr, value, ty, volatile } => {
            write!(s, "store {ty} {value}, {ptr}{}", volatile_word(*volatile))
        }
        Op::FieldAddr { base, agg, field } => write!(s, "field {agg} {base}, {field}"),
        Op::ElemAddr { base, elem, index } => write!(s, "elem {elem} {base}, {index}"),
        Op::MakeAgg(parts) => write!(s, "make ({})", Commas(parts)),
        Op::Extract(agg, i) => write!(s, "extract {agg}, {i}"),
        Op::Copy { dst, src, ty } => write!(s, "copy {ty} {dst}, {src}"),
        Op::Zero { dst, ty } => write!(s, "zero {ty} {dst}"),
        Op::MemMove { dst, src, len, pointers } => {
            write!(s, "memmove {dst}, {src}, {len}{}", pointers_word(*pointers))
        }
        Op::MemZero { dst, len, pointers } => {
            write!(s, "memzero {dst}, {len}{}", pointers_word(*pointers))
        }
        Op::New { ty, pointer_free, why } => {
            let flag = if *pointer_free { " pointer_free" } else { "" };
            write!(s, "new {ty} {}{flag}", Quoted(why))
        }
        Op::Call { callee: Callee::Func(f), args } => write!(s, "call {f}({})", Commas(args)),
        Op::Call { callee: Callee::Ptr(p, sig), args } => {
            write!(s, "callptr {sig} {p}({})", Commas(args))
        }
        Op::Check { cond, kind, args } => {
            write!(s, "check {} {cond} ({})", word(CHECK, *kind), Commas(args))
        }
        Op::Asm { template, constraints, args } => {
            write!(s, "asm {} {} ({})", Quoted(template), Quoted(constraints), Commas(args))
        }
        Op::Intrinsic(i, args) => write!(s, "{} ({})", word(INTRINSIC, *i), Commas(args)),
    }
}

fn volatile_word(volatile: bool) -> &'static str {
    if volatile { " volatile" } else { "" }
}

fn write_term(s: &mut String, term: &Term) -> fmt::Result {
    match term {
        Term::Br(b) => write!(s, "br {b}"),
        Term::CondBr { cond, then, els } => write!(s, "condbr {cond}, {then}, {els}"),
        Term::Switch { value, ty, cases, default } => {
            write!(s, "switch {ty} {value}, {default} (")?;
            for (i, (v, b)) in cases.iter().enumerate() {
                write!(s, "{}{v} {b}", if i > 0 { ", " } else { "" })?;
            }
            s.write_char(')')
        }
        Term::Ret(None) => write!(s, "ret"),
        Term::Ret(Some(v)) => write!(s, "ret {v}"),
        Term::Unreachable => write!(s, "unreachable"),
    }
}

/// Things with commas between them.
struct Commas<'a, T>(&'a [T]);

impl<T: fmt::Display> fmt::Display for Commas<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, item) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            item.fmt(f)?;
        }
        Ok(())
    }
}

/// Bytes in quotes; what is no printable ASCII as `\xx`.
struct Quoted<'a, T: ?Sized>(&'a T);

impl<T: AsRef<[u8]> + ?Sized> fmt::Display for Quoted<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for &b in self.0.as_ref() {
            match b {
                b'"' | b'\\' => write!(f, "\\{b:02x}")?,
                b' '..=b'~' => f.write_char(b as char)?,
                _ => write!(f, "\\{b:02x}")?,
            }
        }
        f.write_char('"')
    }
}
