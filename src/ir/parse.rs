//! Reads the text that [`super::print`] writes. Meant for tests and dumps: the first error ends
//! it, with the line it is on. It checks the form; whether the module makes sense is for
//! [`super::verify`]. Never panics, whatever the text.

mod body;
mod lex;

use super::entities::*;
use super::function::*;
use super::module::*;
use super::names::*;
use crate::base::index::Idx;
use crate::base::source::Pos;
use anyhow::{Result, anyhow};
use lex::{Lexer, Token};

/// The module of a text.
pub fn module(text: &str) -> Result<Module> {
    let mut p = Parser { lex: Lexer::new(text), m: Module::default() };
    match p.items() {
        Ok(()) => Ok(p.m),
        Err(e) => Err(anyhow!("line {}: {e}", p.lex.line())),
    }
}

struct Parser<'a> {
    lex: Lexer<'a>,
    m: Module,
}

impl<'a> Parser<'a> {
    fn items(&mut self) -> Result<()> {
        loop {
            match self.lex.next()? {
                Token::End => return Ok(()),
                Token::Word("type") => self.type_item()?,
                Token::Word("sig") => self.sig_item()?,
                Token::Word("debug") => self.debug_item()?,
                Token::Word("global") => self.global_item()?,
                Token::Word("check") => {
                    let kind = self.one_of(CHECK, "kind of check")?;
                    let f = self.id("f")?;
                    self.m.checks.insert(kind, f);
                }
                Token::Word("alloc") => self.m.alloc = Some(self.id("f")?),
                Token::Word("barriers") => {
                    let (store, shade) = (self.id("f")?, self.id("f")?);
                    let shade_range = self.id("f")?;
                    self.m.barriers = Some(Barriers { store, shade, shade_range });
                }
                Token::Word("func") => self.func_item()?,
                other => return Err(unexpected("an item", other)),
            }
        }
    }

    fn type_item(&mut self) -> Result<()> {
        let id: AggId = self.id("agg")?;
        self.punct('=')?;
        let agg = if self.eat('{') {
            Agg::Struct(self.list('}', Self::ty)?.into())
        } else {
            self.punct('[')?;
            let n = self.number()?;
            self.keyword("x")?;
            let elem = self.ty()?;
            self.punct(']')?;
            Agg::Array(elem, n)
        };
        if self.m.agg(agg) != id {
            return Err(anyhow!("{id} is not the next new type"));
        }
        Ok(())
    }

    fn sig_item(&mut self) -> Result<()> {
        let id: SigId = self.id("sig")?;
        self.punct('=')?;
        self.punct('(')?;
        let params = self.list(')', Self::ty)?.into();
        let result = if self.eat('-') {
            self.punct('>')?;
            Some(self.ty()?)
        } else {
            None
        };
        if self.m.sig(Sig { params, result }) != id {
            return Err(anyhow!("{id} is not the next new signature"));
        }
        Ok(())
    }

    fn debug_item(&mut self) -> Result<()> {
        let id: DebugTypeId = self.id("dt")?;
        self.expect_next(id, self.m.debug_types.next_id())?;
        self.punct('=')?;
        let ty = match self.lex.next()? {
            Token::Word("pending") => DebugType::Pending,
            Token::Word("func") => DebugType::Func,
            Token::Word("basic") => {
                let (name, bits) = (self.string()?, self.number()? as u32);
                DebugType::Basic { name, bits, encoding: self.encoding()? }
            }
            Token::Word("pointer") => {
                let known = matches!(self.lex.peek()?, Token::Word(w) if w.starts_with("dt"));
                DebugType::Pointer { to: if known { Some(self.id("dt")?) } else { None } }
            }
            Token::Word("struct") => {
                let name = self.string()?;
                self.keyword("size")?;
                let size = self.number()?;
                self.keyword("align")?;
                let align = self.number()?;
                self.punct('{')?;
                DebugType::Struct { name, size, align, fields: self.list('}', Self::field)? }
            }
            Token::Word("array") => {
                let (elem, len) = (self.id("dt")?, self.number()?);
                self.keyword("size")?;
                DebugType::Array { elem, len, size: self.number()? }
            }
            Token::Word("named") => DebugType::Named { name: self.string()?, of: self.id("dt")? },
            other => return Err(unexpected("a debug type", other)),
        };
        self.m.debug_types.push(ty);
        Ok(())
    }

    fn field(&mut self) -> Result<DebugField> {
        let (name, ty) = (self.string()?, self.id("dt")?);
        Ok(DebugField { name, ty, offset: self.number()?, size: self.number()? })
    }

    fn encoding(&mut self) -> Result<DebugEncoding> {
        Ok(match self.word()? {
            "bool" => DebugEncoding::Bool,
            "signed" => DebugEncoding::Signed,
            "unsigned" => DebugEncoding::Unsigned,
            "float" => DebugEncoding::Float,
            "complex" => DebugEncoding::Complex,
            "char" => DebugEncoding::Char,
            other => return Err(anyhow!("unknown encoding {other}")),
        })
    }

    fn global_item(&mut self) -> Result<()> {
        let id: GlobalId = self.id("g")?;
        self.expect_next(id, self.m.globals.next_id())?;
        let (name, ty) = (self.string()?, self.ty()?);
        let init = if self.eat('=') { Some(self.constant(0)?) } else { None };
        let mut g = Global {
            name,
            ty,
            init,
            constant: false,
            align: 0,
            section: None,
            export: false,
            unnamed: false,
            debug: None,
        };
        loop {
            match self.lex.peek()? {
                Token::Word("constant") => g.constant = true,
                Token::Word("export") => g.export = true,
                Token::Word("unnamed") => g.unnamed = true,
                Token::Word("align") => {
                    self.lex.next()?;
                    g.align = self.number()? as u32;
                    continue;
                }
                Token::Word("section") => {
                    self.lex.next()?;
                    g.section = Some(self.string()?);
                    continue;
                }
                // `debug "name"` goes with the variable, `debug dt1` is the next item.
                Token::Word("debug") if self.lex.debug_of_a_variable() => {
                    self.lex.next()?;
                    let (name, ty) = (self.string()?, self.id("dt")?);
                    self.punct('@')?;
                    g.debug = Some((name, ty, Pos(self.number()? as u32)));
                    continue;
                }
                _ => break,
            }
            self.lex.next()?;
        }
        self.m.globals.push(g);
        Ok(())
    }

    fn constant(&mut self, depth: u32) -> Result<Const> {
        if depth > 200 {
            return Err(anyhow!("constant nested too deeply"));
        }
        Ok(match self.lex.next()? {
            Token::Word("zero") => Const::Zero,
            Token::Word("undef") => Const::Undef,
            Token::Word("float") => Const::Float(self.number()?),
            Token::Word("addr") => Const::Addr(self.number()?),
            Token::Str(bytes) => Const::Bytes(bytes),
            Token::Punct('{') => Const::Agg(self.list('}', |p| p.constant(depth + 1))?),
            Token::Word(w) => match (id_of(w, "g"), id_of(w, "f")) {
                (Some(g), _) => Const::Global(g, self.offset()?),
                (_, Some(f)) => Const::Func(f),
                _ => Const::Int(number(w)?),
            },
            other => return Err(unexpected("a constant", other)),
        })
    }

    /// `+4`, `-4` or nothing.
    fn offset(&mut self) -> Result<i64> {
        if self.eat('+') {
            Ok(self.number()? as i64)
        } else if self.eat('-') {
            Ok((self.number()? as i64).wrapping_neg())
        } else {
            Ok(0)
        }
    }

    fn func_item(&mut self) -> Result<()> {
        let id: FuncId = self.id("f")?;
        self.expect_next(id, self.m.funcs.next_id())?;
        let (name, sig) = (self.string()?, self.id("sig")?);
        let mut f = Function::new(name, sig);
        self.punct('(')?;
        let params = self.list(')', |p| {
            let v: ValueId = p.id("v")?;
            p.punct(':')?;
            Ok((v, p.ty()?))
        })?;
        self.attrs(&mut f)?;
        if self.eat('{') {
            self.body(&mut f, params)?;
        } else if !params.is_empty() {
            return Err(anyhow!("parameters without a body"));
        }
        self.m.funcs.push(f);
        Ok(())
    }

    fn attrs(&mut self, f: &mut Function) -> Result<()> {
        loop {
            match self.lex.peek()? {
                Token::Word("export") => f.attrs.export = true,
                Token::Word("noinline") => f.attrs.noinline = true,
                Token::Word("alwaysinline") => f.attrs.always_inline = true,
                Token::Word("noreturn") => f.attrs.noreturn = true,
                Token::Word("cold") => f.attrs.cold = true,
                Token::Word("noheap") => f.attrs.no_heap = true,
                Token::Word("weak") => f.attrs.weak = true,
                Token::Word("traced") => f.attrs.traced = true,
                Token::Word("section") => {
                    self.lex.next()?;
                    f.attrs.section = Some(self.string()?);
                    continue;
                }
                Token::Word("debug") => {
                    self.lex.next()?;
                    f.debug_name = self.string()?;
                    continue;
                }
                Token::Punct('@') => {
                    self.lex.next()?;
                    f.pos = Pos(self.number()? as u32);
                    continue;
                }
                Token::Word("scope") => {
                    self.lex.next()?;
                    let parent = self.number()? as u32;
                    self.punct('@')?;
                    f.scopes.push((parent, Pos(self.number()? as u32)));
                    continue;
                }
                _ => return Ok(()),
            }
            self.lex.next()?;
        }
    }

    // Pieces

    fn ty(&mut self) -> Result<Ty> {
        let w = self.word()?;
        ty_of(w).ok_or_else(|| anyhow!("expected a type, found {w}"))
    }

    fn operand(&mut self) -> Result<Operand> {
        let w = self.word()?;
        if self.eat(':') {
            let ty = self.ty()?;
            return Ok(match w {
                "zero" => Operand::Zero(ty),
                "undef" => Operand::Undef(ty),
                _ if ty.is_float() => Operand::Float(ty, number(w)?),
                _ => Operand::Int(ty, number(w)?),
            });
        }
        if w == "null" {
            return Ok(Operand::Null);
        }
        let value = id_of(w, "v").map(Operand::Value);
        let slot = || id_of(w, "s").map(Operand::Slot);
        let global = || id_of(w, "g").map(Operand::Global);
        let func = || id_of(w, "f").map(Operand::Func);
        let found = value.or_else(slot).or_else(global).or_else(func);
        found.ok_or_else(|| anyhow!("expected an operand, found {w}"))
    }

    fn operands(&mut self) -> Result<Vec<Operand>> {
        self.punct('(')?;
        self.list(')', Self::operand)
    }

    /// Items separated by commas, up to the closing character, which is taken.
    fn list<T>(
        &mut self,
        close: char,
        mut item: impl FnMut(&mut Self) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut items = Vec::new();
        if self.eat(close) {
            return Ok(items);
        }
        loop {
            items.push(item(self)?);
            if self.eat(close) {
                return Ok(items);
            }
            self.punct(',')?;
        }
    }

    fn id<I: Idx>(&mut self, prefix: &str) -> Result<I> {
        let w = self.word()?;
        id_of(w, prefix).ok_or_else(|| anyhow!("expected {prefix} and a number, found {w}"))
    }

    fn expect_next<I: Idx>(&self, id: I, next: I) -> Result<()> {
        match id == next {
            true => Ok(()),
            false => Err(anyhow!("expected {next:?}, found {id:?}")),
        }
    }

    fn one_of<T: Copy>(&mut self, table: &[(&'static str, T)], what: &str) -> Result<T> {
        let w = self.word()?;
        value(table, w).ok_or_else(|| anyhow!("unknown {what} {w}"))
    }

    fn word(&mut self) -> Result<&'a str> {
        match self.lex.next()? {
            Token::Word(w) => Ok(w),
            other => Err(unexpected("a word", other)),
        }
    }

    fn keyword(&mut self, k: &str) -> Result<()> {
        match self.word()? {
            w if w == k => Ok(()),
            w => Err(anyhow!("expected {k}, found {w}")),
        }
    }

    fn number(&mut self) -> Result<u64> {
        number(self.word()?)
    }

    fn string(&mut self) -> Result<String> {
        match self.lex.next()? {
            Token::Str(bytes) => {
                String::from_utf8(bytes).map_err(|_| anyhow!("a name that is not UTF-8"))
            }
            other => Err(unexpected("a string", other)),
        }
    }

    fn punct(&mut self, c: char) -> Result<()> {
        match self.lex.next()? {
            Token::Punct(p) if p == c => Ok(()),
            other => Err(unexpected(&format!("{c:?}"), other)),
        }
    }

    fn eat(&mut self, c: char) -> bool {
        self.lex.eat(c)
    }
}

fn unexpected(wanted: &str, found: Token) -> anyhow::Error {
    anyhow!("expected {wanted}, found {found}")
}

fn number(w: &str) -> Result<u64> {
    let n = match w.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16),
        None => w.parse(),
    };
    n.map_err(|_| anyhow!("expected a number, found {w}"))
}

/// The id `prefix` and number. Numbers are kept small so that they cannot exhaust memory.
fn id_of<I: Idx>(w: &str, prefix: &str) -> Option<I> {
    let n: usize = w.strip_prefix(prefix)?.parse().ok()?;
    (n < 1 << 20).then(|| I::new(n))
}

fn ty_of(w: &str) -> Option<Ty> {
    value(SCALAR, w).or_else(|| id_of(w, "agg").map(Ty::Agg))
}
