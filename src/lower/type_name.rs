//! The names of types at run time, in the form that package reflect prints.

use super::Lower;
use crate::syntax::ast::ChanDir;
use crate::types::repr::*;
use std::fmt::Write as _;

impl Lower<'_> {
    /// The name of a type. With `full`, packages are given by import path, so that the name of a
    /// package-level type is unique in the program; else by package name (`main.T`), as printed.
    pub fn type_name(&self, t: TypeId, full: bool) -> String {
        let mut out = String::new();
        self.write_type(&mut out, t, full);
        out
    }

    fn write_type(&self, out: &mut String, t: TypeId, full: bool) {
        match &self.c.prog.types[t] {
            Type::Basic(b) => out.push_str(basic_name(*b)),
            Type::Named(n) => self.write_named(out, *n, full),
            Type::Pointer(to) => {
                out.push('*');
                self.write_type(out, *to, full);
            }
            Type::Slice(elem) => {
                out.push_str("[]");
                self.write_type(out, *elem, full);
            }
            Type::Array(elem, n) => {
                let _ = write!(out, "[{n}]");
                self.write_type(out, *elem, full);
            }
            Type::Map(key, elem) => {
                out.push_str("map[");
                self.write_type(out, *key, full);
                out.push(']');
                self.write_type(out, *elem, full);
            }
            Type::Chan(dir, elem) => self.write_chan(out, *dir, *elem, full),
            Type::Struct(fields) => self.write_struct(out, fields, full),
            Type::Func(sig) => {
                out.push_str("func");
                self.write_signature(out, sig, full);
            }
            Type::Interface(i) => self.write_interface(out, i, full),
            Type::Tuple(list) => self.write_list(out, list, false, full),
            Type::TypeParam(p) => {
                let obj = self.c.prog.ents.type_params[*p].obj;
                out.push_str(self.c.prog.ents.objects[obj].name.as_str());
            }
            Type::Union(_) => out.push_str("union"),
        }
    }

    fn write_named(&self, out: &mut String, n: NamedId, full: bool) {
        let named = &self.c.prog.ents.named[n];
        let obj = &self.c.prog.ents.objects[named.obj];
        if let Some(pkg) = obj.pkg {
            let p = &self.c.prog.ents.packages[pkg];
            out.push_str(if full { self.path_of(pkg) } else { p.name.as_str() });
            out.push('.');
        }
        out.push_str(obj.name.as_str());
        if let Some((_, args)) = &named.origin {
            out.push('[');
            for (i, a) in args.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                self.write_type(out, *a, true);
            }
            out.push(']');
        }
    }

    fn write_chan(&self, out: &mut String, dir: ChanDir, elem: TypeId, full: bool) {
        let inner = &self.c.prog.types[elem];
        let paren = dir == ChanDir::Both && matches!(inner, Type::Chan(ChanDir::Recv, _));
        out.push_str(match dir {
            ChanDir::Both => "chan ",
            ChanDir::Send => "chan<- ",
            ChanDir::Recv => "<-chan ",
        });
        if paren {
            out.push('(');
        }
        self.write_type(out, elem, full);
        if paren {
            out.push(')');
        }
    }

    fn write_struct(&self, out: &mut String, fields: &[Field], full: bool) {
        out.push_str("struct {");
        for (i, f) in fields.iter().enumerate() {
            out.push_str(if i > 0 { "; " } else { " " });
            if !f.embedded {
                out.push_str(f.name.as_str());
                out.push(' ');
            }
            self.write_type(out, f.ty, full);
            if !f.tag.as_str().is_empty() {
                let _ = write!(out, " {:?}", f.tag.as_str());
            }
        }
        out.push_str(if fields.is_empty() { "}" } else { " }" });
    }

    fn write_interface(&self, out: &mut String, i: &Interface, full: bool) {
        out.push_str("interface {");
        for (n, m) in i.methods.iter().enumerate() {
            out.push_str(if n > 0 { "; " } else { " " });
            if let Some(pkg) = m.pkg {
                let short = self.c.prog.ents.packages[pkg].name.as_str();
                out.push_str(if full { self.path_of(pkg) } else { short });
                out.push('.');
            }
            out.push_str(m.name.as_str());
            if let Type::Func(sig) = &self.c.prog.types[m.sig] {
                self.write_signature(out, sig, full);
            }
        }
        out.push_str(if i.methods.is_empty() { "}" } else { " }" });
    }

    fn write_signature(&self, out: &mut String, sig: &Signature, full: bool) {
        self.write_list(out, &sig.params, sig.variadic, full);
        match &*sig.results {
            [] => {}
            [one] => {
                out.push(' ');
                self.write_type(out, *one, full);
            }
            many => {
                out.push(' ');
                self.write_list(out, many, false, full);
            }
        }
    }

    fn write_list(&self, out: &mut String, list: &[TypeId], variadic: bool, full: bool) {
        out.push('(');
        for (i, t) in list.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            match self.c.prog.types[*t] {
                Type::Slice(elem) if variadic && i + 1 == list.len() => {
                    out.push_str("...");
                    self.write_type(out, elem, full);
                }
                _ => self.write_type(out, *t, full),
            }
        }
        out.push(')');
    }
}

fn basic_name(b: Basic) -> &'static str {
    match b {
        Basic::Invalid => "invalid",
        Basic::Bool | Basic::UntypedBool => "bool",
        Basic::Int | Basic::UntypedInt => "int",
        Basic::Int8 => "int8",
        Basic::Int16 => "int16",
        Basic::Int32 | Basic::UntypedRune => "int32",
        Basic::Int64 => "int64",
        Basic::Uint => "uint",
        Basic::Uint8 => "uint8",
        Basic::Uint16 => "uint16",
        Basic::Uint32 => "uint32",
        Basic::Uint64 => "uint64",
        Basic::Uintptr => "uintptr",
        Basic::Float32 => "float32",
        Basic::Float64 | Basic::UntypedFloat => "float64",
        Basic::Complex64 => "complex64",
        Basic::Complex128 | Basic::UntypedComplex => "complex128",
        Basic::String | Basic::UntypedString => "string",
        Basic::UnsafePointer => "unsafe.Pointer",
        Basic::UntypedNil => "nil",
    }
}
