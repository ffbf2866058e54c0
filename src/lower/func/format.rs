//! Calls of `fmt.Sprintf`, `Errorf`, `Println`, ... with a constant format and operands of plain
//! types: strings, byte slices, numbers, bools, errors, and what has a method `String`. They become
//! calls that write piece by piece (`runtime-stubs/fmt/text.go`), so that a program which formats
//! nothing else has nothing of the formatter, and of the reflection it needs. What they write is the
//! same. All other calls go to package fmt as they are.

use super::{FuncLower, Kind, Val};
use crate::base::intern::Symbol;
use crate::check::program::Mode;
use crate::ir::entities::*;
use crate::ir::function::CastOp;
use crate::lower::FuncKey;
use crate::syntax::ast::*;
use crate::types::repr::*;

mod verbs;

use verbs::{Part, Verb};

/// How an operand is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum How {
    String,
    Bytes,
    Quote,
    QuoteBytes,
    Int { signed: bool, base: i32 },
    Char { signed: bool },
    Bool,
    Float { verb: u8, prec: i32, size: i32 },
    Error,
    Stringer,
}

/// What becomes of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Value,
    Error,
    /// To the writer that is the first argument, or to standard output.
    Write,
    Out,
}

/// A piece of the text: constant, or an operand by its place among the arguments.
enum Piece {
    Text(Vec<u8>),
    Operand(usize, How, Verb),
}

impl FuncLower<'_, '_, '_> {
    /// A call of a function of package fmt; `None` if it is not one that is made in pieces.
    pub(super) fn format_call(
        &mut self,
        name: &str,
        e: ExprId,
        call: &Call,
    ) -> Option<Vec<(Val, TypeId)>> {
        let (end, formatted) = match name {
            "Sprintf" => (End::Value, true),
            "Errorf" => (End::Error, true),
            "Fprintf" => (End::Write, true),
            "Printf" => (End::Out, true),
            "Sprint" | "Sprintln" => (End::Value, false),
            "Fprint" | "Fprintln" => (End::Write, false),
            "Print" | "Println" => (End::Out, false),
            _ => return None,
        };
        if call.spread {
            return None;
        }
        let first = usize::from(end == End::Write);
        let pieces = match formatted {
            true => self.format_pieces(call, first)?,
            false => self.line_pieces(call, first, name.ends_with("ln"))?,
        };
        let wrapped: Vec<usize> = pieces.iter().filter_map(Piece::wrapped).collect();
        if wrapped.len() > usize::from(end == End::Error) {
            return None;
        }
        let result = self.write_pieces(call, end, &pieces, wrapped.first().copied());
        let t = self.type_of(e);
        Some(match end {
            End::Value | End::Error => vec![(Val::Op(result), t)],
            End::Write | End::Out => {
                let types = self.tuple(t);
                let part =
                    |l: &mut Self, i: u32| (Val::Op(l.extract(result, i)), types[i as usize]);
                vec![part(self, 0), part(self, 1)]
            }
        })
    }

    /// The pieces of a call with a format.
    fn format_pieces(&mut self, call: &Call, first: usize) -> Option<Vec<Piece>> {
        let format = self.constant(*call.args.get(first)?)?.as_bytes()?.to_vec();
        let mut next = first + 1;
        let mut pieces = Vec::new();
        for part in verbs::parts(&format)? {
            pieces.push(match part {
                Part::Text(text) => Piece::Text(text),
                Part::Verb(verb) => {
                    let how = self.how(*call.args.get(next)?, verb)?;
                    next += 1;
                    Piece::Operand(next - 1, how, verb)
                }
            });
        }
        (next == call.args.len()).then_some(pieces)
    }

    /// The pieces of a call of `Print` or `Println`: operands with spaces between them.
    fn line_pieces(&mut self, call: &Call, first: usize, line: bool) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        let mut before_is_string = true;
        for (i, &arg) in call.args.iter().enumerate().skip(first) {
            let how = self.how(arg, Verb::plain(b'v'))?;
            let t = self.type_of(arg);
            // Print looks at the types of the values.
            if !line && self.is_interface(t) && call.args.len() > first + 1 {
                return None;
            }
            let is_string = matches!(self.kind(t), Kind::Basic(Basic::String));
            if i > first && (line || !is_string && !before_is_string) {
                pieces.push(Piece::Text(b" ".to_vec()));
            }
            before_is_string = is_string;
            pieces.push(Piece::Operand(i, how, Verb::plain(b'v')));
        }
        if line {
            pieces.push(Piece::Text(b"\n".to_vec()));
        }
        Some(pieces)
    }

    /// How an operand is written for a verb, if it can be in a piece of its own.
    fn how(&mut self, arg: ExprId, verb: Verb) -> Option<How> {
        if self.mode(arg) == Mode::Nil {
            return None;
        }
        let t = self.type_of(arg);
        let how = self.how_typed(t, verb)?;
        let number = matches!(how, How::Int { .. } | How::Float { .. });
        let precise = matches!(how, How::Float { .. });
        let fits = (!verb.zero || number) && (verb.prec.is_none() || precise);
        (fits && (verb.letter != b'X' || number)).then_some(how)
    }

    fn how_typed(&mut self, t: TypeId, verb: Verb) -> Option<How> {
        let (formatter, stringer) = (self.fmt_type("Formatter")?, self.fmt_type("Stringer")?);
        let error = self.format_param("textErr")?;
        let letter = verb.letter;
        let for_text = matches!(letter, b'v' | b's' | b'q' | b'w');
        if self.is_interface(t) {
            if !for_text || self.may_be(t, formatter) {
                return None;
            }
            if let Some(value) = self.reflect_value()
                && self.may_be(t, value)
            {
                return None;
            }
            return match () {
                () if self.l.implements(t, error) => Some(How::Error),
                () if letter == b'w' || self.may_be(t, error) => None,
                () => self.l.implements(t, stringer).then_some(How::Stringer),
            };
        }
        if self.l.implements(t, formatter) || self.reflect_value() == Some(t) {
            return None;
        }
        if for_text || matches!(letter, b'x' | b'X') {
            if self.l.implements(t, error) {
                return for_text.then_some(How::Error);
            }
            if self.l.implements(t, stringer) {
                return (for_text && letter != b'w').then_some(How::Stringer);
            }
        }
        self.how_plain(t, verb)
    }

    /// The same for a type whose methods do not matter.
    fn how_plain(&self, t: TypeId, verb: Verb) -> Option<How> {
        let letter = verb.letter;
        match self.kind(t) {
            Kind::Basic(Basic::String) => match letter {
                b'v' | b's' => Some(How::String),
                b'q' => Some(How::Quote),
                _ => None,
            },
            Kind::Slice(elem) if matches!(self.kind(elem), Kind::Basic(Basic::Uint8)) => {
                match letter {
                    b's' => Some(How::Bytes),
                    b'q' => Some(How::QuoteBytes),
                    _ => None,
                }
            }
            Kind::Basic(Basic::Bool) => matches!(letter, b'v' | b't').then_some(How::Bool),
            Kind::Basic(b @ (Basic::Float32 | Basic::Float64)) => {
                let size = if b == Basic::Float32 { 32 } else { 64 };
                let (verb_out, usual) = match letter {
                    b'v' | b'g' => (b'g', -1),
                    b'f' | b'F' => (b'f', 6),
                    b'e' => (b'e', 6),
                    _ => return None,
                };
                let prec = verb.prec.map_or(usual, |p| p as i32);
                Some(How::Float { verb: verb_out, prec, size })
            }
            Kind::Basic(b) => {
                let signed = match b {
                    Basic::Int | Basic::Int8 | Basic::Int16 | Basic::Int32 | Basic::Int64 => true,
                    Basic::Uint | Basic::Uint8 | Basic::Uint16 | Basic::Uint32 | Basic::Uint64 => {
                        false
                    }
                    Basic::Uintptr => false,
                    _ => return None,
                };
                let base = match letter {
                    b'v' | b'd' => 10,
                    b'x' | b'X' => 16,
                    b'o' => 8,
                    b'b' => 2,
                    b'c' => return Some(How::Char { signed }),
                    _ => return None,
                };
                Some(How::Int { signed, base })
            }
            _ => None,
        }
    }

    /// Can a value of an interface type be of a type, or implement it?
    fn may_be(&mut self, t: TypeId, other: TypeId) -> bool {
        self.sources(t).iter().any(|&from| self.l.may_hold(from, other))
    }

    /// `reflect.Value`, of which package fmt writes what it holds, though it has a method String.
    fn reflect_value(&mut self) -> Option<TypeId> {
        let obj = self.library_object("reflect", "Value")?;
        Some(self.declared_type(obj))
    }

    fn library_object(&self, package: &str, name: &str) -> Option<ObjId> {
        let pkg = self.l.c.prog.package(Symbol::new(package))?;
        self.l.c.prog.lookup(pkg, Symbol::new(name))
    }

    /// A function of a package that the program imports, by whatever way.
    pub(super) fn library_func(&mut self, package: &str, name: &str) -> Option<FuncId> {
        let obj = self.library_object(package, name)?;
        let ObjectKind::Func(f) = self.l.c.prog.ents.objects[obj].kind else { return None };
        Some(self.l.func(FuncKey::plain(f)))
    }

    fn declared_type(&mut self, obj: ObjId) -> TypeId {
        self.l.c.obj_decl(obj);
        self.l.c.prog.ents.objects[obj].ty
    }

    fn fmt_object(&self, name: &str) -> Option<ObjId> {
        self.library_object("fmt", name)
    }

    fn fmt_type(&mut self, name: &str) -> Option<TypeId> {
        let obj = self.fmt_object(name)?;
        Some(self.declared_type(obj))
    }

    /// The type of the second parameter of one of the functions that write pieces.
    fn format_param(&mut self, name: &str) -> Option<TypeId> {
        let func = self.fmt_type(name)?;
        self.signature(func).params.get(1).copied()
    }

    fn format_rt(&mut self, name: &str, args: &[Operand]) -> Option<Operand> {
        let f = self.library_func("fmt", name);
        let f = f.unwrap_or_else(|| unreachable!("fmt.{name} is one of ours"));
        self.b.call(&self.l.m, f, args.to_vec())
    }

    /// Evaluates the arguments and writes the pieces.
    fn write_pieces(
        &mut self,
        call: &Call,
        end: End,
        pieces: &[Piece],
        wrapped: Option<usize>,
    ) -> Operand {
        let mut types: Vec<TypeId> = Vec::new();
        for &arg in &call.args {
            types.push(self.type_of(arg));
        }
        if end == End::Write {
            types[0] = self.format_param("textWrite").expect("the writer");
        }
        for piece in pieces {
            if let Piece::Operand(i, how @ (How::Error | How::Stringer), _) = piece {
                let name = if *how == How::Error { "textErr" } else { "textStringer" };
                types[*i] = self.format_param(name).expect("the operand");
            }
        }
        let vals = self.values_as(&call.args, &types);
        let vals: Vec<Operand> = vals.into_iter().zip(types).map(|(v, t)| self.op(v, t)).collect();
        self.at(self.span(call.fun).hi);
        let text = self.format_rt("textBegin", &[]).expect("it has a result");
        for piece in pieces {
            self.write_piece(text, piece, &vals);
        }
        let result = match (end, wrapped) {
            (End::Value, _) => self.format_rt("textDone", &[text]),
            (End::Error, None) => self.format_rt("textError", &[text]),
            (End::Error, Some(i)) => self.format_rt("textWrap", &[text, vals[i]]),
            (End::Write, _) => self.format_rt("textWrite", &[text, vals[0]]),
            (End::Out, _) => self.format_rt("textOut", &[text]),
        };
        result.expect("the text goes somewhere")
    }

    fn write_piece(&mut self, text: Operand, piece: &Piece, vals: &[Operand]) {
        let (i, how, verb) = match piece {
            Piece::Text(bytes) => {
                let s = self.string_const(bytes);
                self.format_rt("textString", &[text, s]);
                return;
            }
            Piece::Operand(i, how, verb) => (*i, *how, *verb),
        };
        let marked = verb.width.is_some() || verb.letter == b'X';
        let mark = match marked {
            true => self.format_rt("textMark", &[text]),
            false => None,
        };
        self.write_operand(text, how, verb, vals[i]);
        let Some(mark) = mark else { return };
        if verb.letter == b'X' {
            self.format_rt("textUpper", &[text, mark]);
        }
        if let Some(width) = verb.width {
            let fill = match () {
                () if verb.minus => 1,
                () if verb.zero => 2,
                () => 0,
            };
            let (width, fill) = (Operand::i32(width as i32), Operand::i32(fill));
            self.format_rt("textPad", &[text, mark, width, fill]);
        }
    }

    fn write_operand(&mut self, text: Operand, how: How, verb: Verb, v: Operand) {
        let letter = Operand::i32(i32::from(verb.letter));
        match how {
            How::String => self.format_rt("textString", &[text, v]),
            How::Bytes => self.format_rt("textBytes", &[text, v]),
            How::Quote => self.format_rt("textQuote", &[text, v]),
            How::QuoteBytes => self.format_rt("textQuoteBytes", &[text, v]),
            How::Bool => self.format_rt("textBool", &[text, v]),
            How::Int { signed, base } => {
                let v = self.b.int_resize(v, Ty::I64, signed);
                let name = if signed { "textInt" } else { "textUint" };
                self.format_rt(name, &[text, v, Operand::i32(base)])
            }
            How::Char { signed } => {
                let v = self.b.int_resize(v, Ty::I64, signed);
                self.format_rt("textChar", &[text, v])
            }
            How::Float { verb, prec, size } => {
                let v = match size {
                    32 => self.b.cast(CastOp::FExt, v, Ty::F64),
                    _ => v,
                };
                let verb = Operand::int(Ty::I8, u64::from(verb));
                let (prec, size) = (Operand::i32(prec), Operand::i32(size));
                self.format_rt("textFloat", &[text, v, verb, prec, size])
            }
            How::Error => self.format_rt("textErr", &[text, v, letter]),
            How::Stringer => self.format_rt("textStringer", &[text, v, letter]),
        };
    }
}

impl Piece {
    /// The operand of `%w`.
    fn wrapped(&self) -> Option<usize> {
        match self {
            Piece::Operand(i, _, verb) if verb.letter == b'w' => Some(*i),
            _ => None,
        }
    }
}
