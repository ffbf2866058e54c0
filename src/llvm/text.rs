//! The emitter's state, and how names, types, operands and constants are written.

use super::debug::Debug;
use super::{EmitOptions, EmitTarget, Opt};
use crate::base::index::IndexVec;
use crate::base::source::SourceMap;
use crate::ir::entities::*;
use crate::ir::function::Function;
use crate::ir::layout;
use crate::ir::module::{Const, Module};
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use std::fmt::Write;

/// Writes to a `String` never fail.
macro_rules! w {
    ($dst:expr, $($arg:tt)*) => {{
        let _ = write!($dst, $($arg)*);
    }};
}
pub(super) use w;

/// Everything that is being written.
pub(super) struct Emitter<'a> {
    pub m: &'a Module,
    pub target: &'a EmitTarget,
    pub opts: &'a EmitOptions,
    pub out: String,
    /// `@name`, quoted where needed.
    pub func_names: IndexVec<FuncId, String>,
    pub global_names: IndexVec<GlobalId, String>,
    /// Attribute groups; `#n` is the n-th.
    pub attrs: IndexSet<String, FxBuildHasher>,
    pub meta: Metadata,
    /// `None`: no debug information.
    pub debug: Option<Debug<'a>>,
    /// Branch weights of checks, once used.
    pub unlikely: Option<u32>,
    /// The name of the stack pointer as metadata, once used.
    pub sp_name: Option<u32>,
}

/// Numbered metadata nodes and their text, which goes to the end of the module.
#[derive(Default)]
pub(super) struct Metadata {
    next: u32,
    pub text: String,
}

impl Metadata {
    /// A number to be defined later.
    pub fn reserve(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    pub fn define(&mut self, id: u32, text: std::fmt::Arguments) {
        w!(self.text, "!{id} = {text}\n");
    }

    pub fn node(&mut self, text: std::fmt::Arguments) -> u32 {
        let id = self.reserve();
        self.define(id, text);
        id
    }

    /// A list of nodes.
    pub fn list(&mut self, ids: &[u32]) -> u32 {
        let id = self.reserve();
        self.define_list(id, ids);
        id
    }

    pub fn define_list(&mut self, id: u32, ids: &[u32]) {
        w!(self.text, "!{id} = !{{");
        for (i, item) in ids.iter().enumerate() {
            w!(self.text, "{}!{item}", if i > 0 { ", " } else { "" });
        }
        self.text.push_str("}\n");
    }
}

impl<'a> Emitter<'a> {
    pub fn new(
        m: &'a Module,
        target: &'a EmitTarget,
        sources: &'a SourceMap,
        opts: &'a EmitOptions,
    ) -> Emitter<'a> {
        let mut meta = Metadata::default();
        let debug = opts.debug.then(|| Debug::new(m, sources, &mut meta, opts));
        Emitter {
            m,
            target,
            opts,
            out: String::with_capacity(1 << 20),
            func_names: m.funcs.iter().map(|f| symbol(&f.name)).collect(),
            global_names: m.globals.iter().map(|g| symbol(&g.name)).collect(),
            attrs: IndexSet::default(),
            meta,
            debug,
            unlikely: None,
            sp_name: None,
        }
    }

    pub fn header(&mut self) {
        w!(self.out, "target datalayout = \"{}\"\n", self.target.data_layout);
        w!(self.out, "target triple = \"{}\"\n\n", self.target.triple);
        for (i, agg) in self.m.aggs.iter().enumerate() {
            let Agg::Struct(fields) = agg else { continue };
            w!(self.out, "%a{i} = type {{");
            for (i, field) in fields.iter().enumerate() {
                self.out.push_str(if i > 0 { ", " } else { " " });
                self.mem_ty(*field);
            }
            self.out.push_str(" }\n");
        }
    }

    /// Attribute groups and metadata; the whole text.
    pub fn finish(mut self) -> String {
        for (i, group) in self.attrs.iter().enumerate() {
            w!(self.out, "attributes #{i} = {{ {group} }}\n");
        }
        self.out.push('\n');
        let mut flags = Vec::new();
        if !self.target.abi.is_empty() && self.target.triple.starts_with("riscv") {
            let abi = &self.target.abi;
            flags.push(self.meta.node(format_args!("!{{i32 1, !\"target-abi\", !\"{abi}\"}}")));
        }
        if let Some(debug) = &mut self.debug {
            let cu = debug.finish(&mut self.meta, &mut flags);
            w!(self.out, "!llvm.dbg.cu = !{{!{cu}}}\n");
        }
        if !flags.is_empty() {
            let flags: Vec<String> = flags.iter().map(|f| format!("!{f}")).collect();
            w!(self.out, "!llvm.module.flags = !{{{}}}\n", flags.join(", "));
        }
        self.out.push_str(&self.meta.text);
        self.out
    }

    /// The number of the attribute group of a function.
    pub fn attr_group(&mut self, id: FuncId, f: &Function) -> usize {
        let mut s = String::from("nounwind");
        let a = &f.attrs;
        // What reports a failed check does not return, whoever declared it.
        let reports = self.m.checks.values().any(|c| *c == id);
        let flags = [
            (a.noinline, " noinline"),
            (a.always_inline && !a.noinline, " alwaysinline"),
            (a.noreturn || reports, " noreturn"),
            (a.cold || reports, " cold"),
        ];
        flags.iter().filter(|f| f.0).for_each(|f| s.push_str(f.1));
        if !f.is_external() {
            s.push_str(match self.opts.opt {
                Opt::Speed => "",
                Opt::Size => " optsize",
                Opt::MinSize => " minsize optsize",
            });
            if self.opts.no_builtins {
                s.push_str(" \"no-builtins\"");
            }
            if a.traced {
                s.push_str(" \"disable-tail-calls\"=\"true\" \"nooutline\"");
            }
            s.push_str(" \"frame-pointer\"=\"none\"");
            // Else functions that do not return, and those that only call such, save no return
            // address, and neither a debugger nor the trace of a panic finds who called them.
            if !self.target.triple.starts_with("xtensa") {
                s.push_str(" uwtable(sync)");
            }
            if !self.target.cpu.is_empty() {
                w!(s, " \"target-cpu\"=\"{}\"", self.target.cpu);
            }
            if !self.target.features.is_empty() {
                w!(s, " \"target-features\"=\"{}\"", self.target.features);
            }
        }
        self.attrs.insert_full(s).0
    }

    /// A type as a temporary.
    pub fn ty(&mut self, ty: Ty) {
        match ty {
            Ty::Bool => self.out.push_str("i1"),
            _ => self.mem_ty(ty),
        }
    }

    /// A type in memory, and inside aggregates anywhere.
    pub fn mem_ty(&mut self, ty: Ty) {
        let name = match ty {
            Ty::Bool | Ty::I8 => "i8",
            Ty::I16 => "i16",
            Ty::I32 => "i32",
            Ty::I64 => "i64",
            Ty::F32 => "float",
            Ty::F64 => "double",
            Ty::Ptr => "ptr",
            Ty::Agg(id) => match *self.m.agg_def(id) {
                Agg::Struct(_) => {
                    w!(self.out, "%a{}", id.0);
                    return;
                }
                Agg::Array(elem, n) => {
                    w!(self.out, "[{n} x ");
                    self.mem_ty(elem);
                    "]"
                }
            },
        };
        self.out.push_str(name);
    }

    /// An operand without its type.
    pub fn operand(&mut self, op: Operand) {
        match op {
            Operand::Value(v) => w!(self.out, "%v{}", v.0),
            Operand::Slot(s) => w!(self.out, "%s{}", s.0),
            Operand::Int(Ty::Bool, v) => self.out.push_str(if v != 0 { "true" } else { "false" }),
            Operand::Int(_, v) => w!(self.out, "{v}"),
            Operand::Float(ty, bits) => self.float(ty, bits),
            Operand::Null => self.out.push_str("null"),
            Operand::Zero(_) => self.out.push_str("zeroinitializer"),
            Operand::Undef(_) => self.out.push_str("undef"),
            Operand::Global(g) => self.out.push_str(&self.global_names[g]),
            Operand::Func(f) => self.out.push_str(&self.func_names[f]),
        }
    }

    /// LLVM writes a float as the bits of the double of the same value.
    fn float(&mut self, ty: Ty, bits: u64) {
        let bits = if ty == Ty::F32 { f32_as_f64(bits as u32) } else { bits };
        w!(self.out, "0x{bits:016X}");
    }

    /// A constant of type `ty` in memory, with its type.
    pub fn constant(&mut self, ty: Ty, c: &Const) {
        self.mem_ty(ty);
        self.out.push(' ');
        self.constant_value(ty, c);
    }

    fn constant_value(&mut self, ty: Ty, c: &Const) {
        match c {
            Const::Zero => self.zero(ty),
            Const::Undef => self.out.push_str("undef"),
            Const::Int(0) if ty == Ty::Ptr => self.out.push_str("null"),
            Const::Int(v) if ty == Ty::Ptr => w!(self.out, "inttoptr (i32 {v} to ptr)"),
            Const::Int(v) => w!(self.out, "{v}"),
            Const::Float(bits) => self.float(ty, *bits),
            Const::Bytes(bytes) => self.bytes(ty, bytes),
            Const::Agg(parts) => self.parts(ty, parts),
            Const::Global(g, 0) => self.out.push_str(&self.global_names[*g]),
            Const::Global(g, offset) => {
                w!(self.out, "getelementptr (i8, ptr {}, i32 {offset})", self.global_names[*g]);
            }
            Const::Func(f) => self.out.push_str(&self.func_names[*f]),
            Const::Addr(0) => self.out.push_str("null"),
            Const::Addr(a) => w!(self.out, "inttoptr (i32 {a} to ptr)"),
        }
    }

    fn zero(&mut self, ty: Ty) {
        self.out.push_str(match ty {
            Ty::Agg(_) => "zeroinitializer",
            Ty::Ptr => "null",
            Ty::F32 | Ty::F64 => "0.0",
            _ => "0",
        });
    }

    /// Bytes for the array `ty`, filled up with zeros.
    fn bytes(&mut self, ty: Ty, bytes: &[u8]) {
        let len = layout::size_of(self.m, ty) as usize;
        self.out.push_str("c\"");
        for i in 0..len {
            push_escaped(&mut self.out, bytes.get(i).copied().unwrap_or(0));
        }
        self.out.push('"');
    }

    fn parts(&mut self, ty: Ty, parts: &[Const]) {
        let Ty::Agg(id) = ty else {
            unreachable!("an aggregate constant for a scalar passes no verifier")
        };
        let (open, close, count) = match self.m.agg_def(id) {
            Agg::Struct(fields) => ("{ ", " }", fields.len() as u64),
            Agg::Array(_, n) => ("[", "]", *n),
        };
        if count == 0 || parts.iter().all(|p| *p == Const::Zero) {
            return self.out.push_str("zeroinitializer");
        }
        self.out.push_str(open);
        for i in 0..count {
            if i > 0 {
                self.out.push_str(", ");
            }
            let part = parts.get(i as usize).unwrap_or(&Const::Zero);
            self.constant(self.m.part_ty(ty, i as u32), part);
        }
        self.out.push_str(close);
    }
}

/// The double with the value of a float; NaNs keep their payload and stay signalling.
fn f32_as_f64(bits: u32) -> u64 {
    let value = f32::from_bits(bits);
    if !value.is_nan() {
        return f64::from(value).to_bits();
    }
    let (sign, mantissa) = ((bits >> 31) as u64, (bits & 0x7f_ffff) as u64);
    sign << 63 | 0x7ff << 52 | mantissa << 29
}

/// `@name`. A name that starts like an intrinsic's gets LLVM's "take literally" prefix.
fn symbol(name: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'$' | b'-');
    let literal = name.starts_with("llvm.");
    let digit = name.bytes().next().is_none_or(|b| b.is_ascii_digit());
    if !literal && !digit && name.bytes().all(plain) {
        return format!("@{name}");
    }
    let mut s = String::from(if literal { "@\"\\01" } else { "@\"" });
    name.bytes().for_each(|b| push_escaped(&mut s, b));
    s.push('"');
    s
}

/// One byte inside a quoted string.
pub(super) fn push_escaped(s: &mut String, b: u8) {
    if (b' '..=b'~').contains(&b) && b != b'"' && b != b'\\' {
        s.push(b as char);
    } else {
        w!(s, "\\{b:02X}");
    }
}

/// A quoted string.
pub(super) fn quoted(text: &str) -> String {
    let mut s = String::with_capacity(text.len() + 2);
    s.push('"');
    text.bytes().for_each(|b| push_escaped(&mut s, b));
    s.push('"');
    s
}
