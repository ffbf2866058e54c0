//! Slots, blocks and instructions of a function.

use super::*;
use crate::base::intern::Symbol;

/// A temporary's type, once it is known.
type Values = Vec<Option<Ty>>;

impl<'a> Parser<'a> {
    /// A body after its `{`, to its `}`.
    pub(super) fn body(&mut self, f: &mut Function, params: Vec<(ValueId, Ty)>) -> Result<()> {
        let mut values = Values::new();
        for (v, ty) in params {
            define(&mut values, v, ty)?;
            f.params.push(v);
        }
        loop {
            if self.eat('}') {
                break;
            }
            let w = self.word()?;
            if w == "unused" {
                let v: ValueId = self.id("v")?;
                self.punct(':')?;
                let ty = self.ty()?;
                define(&mut values, v, ty)?;
            } else if let Some(id) = id_of::<BlockId>(w, "b")
                && self.eat(':')
            {
                self.expect_next(id, f.blocks.next_id())?;
                f.blocks.push(Block::default());
            } else if let Some(id) = id_of::<SlotId>(w, "s") {
                self.expect_next(id, f.slots.next_id())?;
                let slot = self.slot()?;
                f.slots.push(slot);
            } else {
                self.block_line(f, &mut values, w)?;
            }
        }
        let missing = |i| anyhow!("v{i} is never defined");
        f.values = values
            .into_iter()
            .enumerate()
            .map(|(i, ty)| ty.ok_or_else(|| missing(i)))
            .collect::<Result<_>>()?;
        Ok(())
    }

    /// An instruction or terminator that starts with the word `w`.
    fn block_line(&mut self, f: &mut Function, values: &mut Values, w: &'a str) -> Result<()> {
        let Some(last) = f.blocks.len().checked_sub(1) else {
            return Err(anyhow!("{w} before the first block"));
        };
        let mut block = std::mem::take(&mut f.blocks[BlockId::new(last)]);
        if block.term.is_some() {
            return Err(anyhow!("{w} after the end of the block"));
        }
        if let Some(term) = self.term(w)? {
            block.term = Some(term);
            block.term_loc = self.loc()?;
        } else {
            let mut result = None;
            let mut op_word = w;
            if let Some(v) = id_of::<ValueId>(w, "v") {
                self.punct(':')?;
                let ty = self.ty()?;
                define(values, v, ty)?;
                result = Some(v);
                self.punct('=')?;
                op_word = self.word()?;
            }
            let op = self.op(op_word)?;
            let loc = self.loc()?;
            block.insts.push(Inst { op, result, loc });
        }
        f.blocks[BlockId::new(last)] = block;
        Ok(())
    }

    fn slot(&mut self) -> Result<Slot> {
        self.punct(':')?;
        let ty = self.ty()?;
        let mut debug = None;
        if matches!(self.lex.peek()?, Token::Str(_)) {
            let (name, ty) = (self.string()?, self.id("dt")?);
            self.punct('@')?;
            let pos = Pos(self.number()? as u32);
            self.keyword("scope")?;
            let scope = self.number()? as u32;
            self.keyword("arg")?;
            let arg = self.number()? as u32;
            let indirect = self.flag("indirect")?;
            debug = Some(DebugVar { name, ty, pos, scope, arg, indirect });
        }
        Ok(Slot { ty, debug })
    }

    fn flag(&mut self, word: &str) -> Result<bool> {
        let found = matches!(self.lex.peek()?, Token::Word(w) if w == word);
        if found {
            self.lex.next()?;
        }
        Ok(found)
    }

    fn loc(&mut self) -> Result<Loc> {
        if !self.eat('@') {
            return Ok(Loc::default());
        }
        let pos = Pos(self.number()? as u32);
        let scope = if self.eat('.') { self.number()? as u32 } else { 0 };
        Ok(Loc { pos, scope })
    }

    fn term(&mut self, w: &str) -> Result<Option<Term>> {
        Ok(Some(match w {
            "br" => Term::Br(self.id("b")?),
            "condbr" => {
                let cond = self.operand()?;
                self.punct(',')?;
                let then = self.id("b")?;
                self.punct(',')?;
                Term::CondBr { cond, then, els: self.id("b")? }
            }
            "switch" => {
                let (ty, value) = (self.ty()?, self.operand()?);
                self.punct(',')?;
                let default = self.id("b")?;
                self.punct('(')?;
                let cases = self.list(')', |p| Ok((p.number()?, p.id("b")?)))?;
                Term::Switch { value, ty, cases, default }
            }
            "ret" => {
                let value = !self.lex.at_line_end() && self.lex.peek()? != Token::Punct('@');
                Term::Ret(if value { Some(self.operand()?) } else { None })
            }
            "unreachable" => Term::Unreachable,
            _ => return Ok(None),
        }))
    }

    fn op(&mut self, w: &str) -> Result<Op> {
        if let Some(op) = value(BIN, w) {
            let (a, b) = self.pair()?;
            return Ok(Op::Bin(op, a, b));
        }
        if let Some(op) = value(CMP, w) {
            let (a, b) = self.pair()?;
            return Ok(Op::Cmp(op, a, b));
        }
        if let Some(op) = value(CAST, w) {
            return Ok(Op::Cast(op, self.operand()?));
        }
        if let Some(i) = value(INTRINSIC, w) {
            return Ok(Op::Intrinsic(i, self.operands()?));
        }
        self.other_op(w)
    }

    fn other_op(&mut self, w: &str) -> Result<Op> {
        Ok(match w {
            "fneg" => Op::FNeg(self.operand()?),
            "select" => {
                let cond = self.operand()?;
                self.punct(',')?;
                let (a, b) = self.pair()?;
                Op::Select(cond, a, b)
            }
            "load" => Op::Load { ptr: self.operand()?, volatile: self.flag("volatile")? },
            "store" => {
                let ty = self.ty()?;
                let (value, ptr) = self.pair()?;
                Op::Store { ptr, value, ty, volatile: self.flag("volatile")? }
            }
            "field" => {
                let (agg, base) = (self.id("agg")?, self.operand()?);
                self.punct(',')?;
                Op::FieldAddr { base, agg, field: self.number()? as u32 }
            }
            "elem" => {
                let elem = self.ty()?;
                let (base, index) = self.pair()?;
                Op::ElemAddr { base, elem, index }
            }
            "make" => Op::MakeAgg(self.operands()?),
            "extract" => {
                let agg = self.operand()?;
                self.punct(',')?;
                Op::Extract(agg, self.number()? as u32)
            }
            "copy" => {
                let ty = self.ty()?;
                let (dst, src) = self.pair()?;
                Op::Copy { dst, src, ty }
            }
            "zero" => Op::Zero { ty: self.ty()?, dst: self.operand()? },
            "memmove" => {
                let (dst, src) = self.pair()?;
                self.punct(',')?;
                let len = self.operand()?;
                Op::MemMove { dst, src, len, pointers: self.flag("pointers")? }
            }
            "memzero" => {
                let (dst, len) = self.pair()?;
                Op::MemZero { dst, len, pointers: self.flag("pointers")? }
            }
            "new" => {
                let ty = self.ty()?;
                let why = Symbol::new(&self.string()?).as_str();
                Op::New { ty, pointer_free: self.flag("pointer_free")?, why }
            }
            "call" => {
                let callee = Callee::Func(self.id("f")?);
                Op::Call { callee, args: self.operands()? }
            }
            "callptr" => {
                let (sig, code) = (self.id("sig")?, self.operand()?);
                Op::Call { callee: Callee::Ptr(code, sig), args: self.operands()? }
            }
            "check" => {
                let kind = self.one_of(CHECK, "kind of check")?;
                Op::Check { kind, cond: self.operand()?, args: self.operands()? }
            }
            "asm" => {
                let (template, constraints) = (self.string()?, self.string()?);
                Op::Asm { template, constraints, args: self.operands()? }
            }
            _ => return Err(anyhow!("unknown instruction {w}")),
        })
    }

    fn pair(&mut self) -> Result<(Operand, Operand)> {
        let a = self.operand()?;
        self.punct(',')?;
        Ok((a, self.operand()?))
    }
}

fn define(values: &mut Values, v: ValueId, ty: Ty) -> Result<()> {
    let i = v.0 as usize;
    if values.len() <= i {
        values.resize(i + 1, None);
    }
    if values[i].replace(ty).is_some() {
        return Err(anyhow!("{v} is defined twice"));
    }
    Ok(())
}
