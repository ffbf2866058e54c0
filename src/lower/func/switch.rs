//! `switch` on expressions and types.

use super::vars::Var;
use super::{FuncLower, Val, is_integer};
use crate::base::intern::Symbol;
use crate::check::program::Mode;
use crate::ir::entities::*;
use crate::lower::func::analyze::VarKey;
use crate::syntax::ast::*;
use crate::types::repr::*;
use crate::types::table::TypeTable;

impl<'x> FuncLower<'x, '_, '_> {
    pub(super) fn switch_stmt(&mut self, s: &'x SwitchStmt, label: Option<Symbol>) {
        self.push_scope(s.lbrace);
        if let Some(init) = &s.init {
            self.stmt(init);
        }
        let done = self.b.new_block();
        let bodies: Vec<BlockId> = s.cases.iter().map(|_| self.b.new_block()).collect();
        let default = s.cases.iter().position(|c| c.default).map_or(done, |i| bodies[i]);
        match s.tag {
            Some(tag) => self.tag_switch(s, tag, &bodies, default),
            None => self.condition_switch(s, &bodies, default),
        }
        self.push_target(label, done, None);
        let outer = self.fallthrough;
        for (i, case) in s.cases.iter().enumerate() {
            self.b.switch_to(bodies[i]);
            self.fallthrough = bodies.get(i + 1).copied();
            self.clause(case.colon, &case.body);
            self.b.br(done);
        }
        self.fallthrough = outer;
        self.targets.pop();
        self.b.switch_to(done);
        self.b.pop_scope();
    }

    fn clause(&mut self, start: crate::base::source::Pos, body: &'x [Stmt]) {
        if !self.b.is_live() {
            return;
        }
        self.push_scope(start);
        self.stmts(body);
        self.b.pop_scope();
    }

    fn condition_switch(&mut self, s: &'x SwitchStmt, bodies: &[BlockId], default: BlockId) {
        for (case, &body) in s.cases.iter().zip(bodies) {
            for &e in &case.exprs {
                self.at(self.span(e).lo);
                let next = self.b.new_block();
                let t = self.type_of(e);
                if self.is_interface(t) {
                    // A missing tag is `true`, which may be compared with an interface.
                    let yes = Val::Op(Operand::bool(true));
                    let cond = self.tag_equals(yes, TypeTable::BOOL, e);
                    self.b.cond_br(cond, body, next);
                } else {
                    self.cond(e, body, next);
                }
                self.b.switch_to(next);
            }
        }
        self.b.br(default);
    }

    fn tag_switch(&mut self, s: &'x SwitchStmt, tag: ExprId, bodies: &[BlockId], default: BlockId) {
        let t = match self.mode(tag) {
            Mode::Nil => self.empty_interface(),
            _ => self.type_of(tag),
        };
        let v = self.owned_as(tag, t);
        if let (Val::Op(op), Some(cases)) = (v, self.integer_cases(s, t, bodies)) {
            return self.b.switch(op, cases, default);
        }
        for (case, &body) in s.cases.iter().zip(bodies) {
            for &e in &case.exprs {
                self.at(self.span(e).lo);
                let next = self.b.new_block();
                let cond = self.tag_equals(v, t, e);
                self.b.cond_br(cond, body, next);
                self.b.switch_to(next);
            }
        }
        self.b.br(default);
    }

    /// The cases of a switch on an integer if all of them are constants.
    fn integer_cases(
        &mut self,
        s: &SwitchStmt,
        t: TypeId,
        bodies: &[BlockId],
    ) -> Option<Vec<(u64, BlockId)>> {
        if !self.basic(t).is_some_and(is_integer) {
            return None;
        }
        let ty = self.ty(t);
        let kinds = self.l.is_reflect_kind(t);
        let mut cases: Vec<(u64, BlockId)> = Vec::new();
        for (case, &body) in s.cases.iter().zip(bodies) {
            for &e in &case.exprs {
                let bits = self.constant(e)?.to_bits()?;
                if kinds && !self.l.kind_exists(bits) {
                    continue;
                }
                let Operand::Int(_, v) = Operand::int(ty, bits) else { return None };
                if cases.iter().all(|(c, _)| *c != v) {
                    cases.push((v, body));
                }
            }
        }
        Some(cases)
    }

    // Type switches

    pub(super) fn type_switch(&mut self, s: &'x TypeSwitchStmt, label: Option<Symbol>) {
        self.push_scope(s.lbrace);
        if let Some(init) = &s.init {
            self.stmt(init);
        }
        let from = self.switched_type(s.x);
        let v = self.expr(s.x);
        let desc = self.dynamic_type(v, from);
        let done = self.b.new_block();
        let bodies: Vec<BlockId> = s.cases.iter().map(|_| self.b.new_block()).collect();
        let default = s.cases.iter().position(|c| c.default).map_or(done, |i| bodies[i]);
        for (case, &body) in s.cases.iter().zip(&bodies) {
            self.type_case(case, body, v, from, desc);
        }
        self.b.br(default);
        self.push_target(label, done, None);
        for (case, &body) in s.cases.iter().zip(&bodies) {
            self.b.switch_to(body);
            if !self.b.is_live() {
                continue;
            }
            self.push_scope(case.colon);
            if self.single_type(case).is_none() {
                self.bind_clause(case, Val::Op(v), from);
            }
            self.stmts(&case.body);
            self.b.pop_scope();
            self.b.br(done);
        }
        self.targets.pop();
        self.b.switch_to(done);
        self.b.pop_scope();
    }

    /// The type of a clause that names just one, which its variable then has.
    fn single_type(&mut self, case: &CaseClause) -> Option<TypeId> {
        match case.exprs[..] {
            [e] if self.mode(e) != Mode::Nil => Some(self.type_of(e)),
            _ => None,
        }
    }

    /// Branches to a clause's body if one of its types matches, after giving the clause's
    /// variable its value where the type says what that is.
    fn type_case(
        &mut self,
        case: &CaseClause,
        body: BlockId,
        v: Operand,
        from: TypeId,
        desc: Operand,
    ) {
        let single = self.single_type(case);
        for &e in &case.exprs {
            self.at(self.span(e).lo);
            let next = self.b.new_block();
            if self.mode(e) == Mode::Nil {
                let cond = self.b.is_null(desc);
                self.b.cond_br(cond, body, next);
                self.b.switch_to(next);
                continue;
            }
            let t = self.type_of(e);
            let (cond, word) = if t == from {
                let word = self.extract(v, 0);
                (self.b.not_null(word), word)
            } else {
                self.matches_type(desc, from, t)
            };
            match single {
                Some(t) if self.clause_variable(case).is_some() => {
                    let matched = self.b.new_block();
                    self.b.cond_br(cond, matched, next);
                    self.b.switch_to(matched);
                    if !self.b.is_live() {
                        self.b.switch_to(next);
                        continue;
                    }
                    let value = self.matched_value(v, word, t);
                    self.bind_clause(case, value, t);
                    self.b.br(body);
                }
                _ => self.b.cond_br(cond, body, next),
            }
            self.b.switch_to(next);
        }
    }

    fn clause_variable(&self, case: &CaseClause) -> Option<ObjId> {
        self.l.c.prog.info[self.src.file].implicits.get(&case.span.lo).copied()
    }

    fn bind_clause(&mut self, case: &CaseClause, v: Val, from: TypeId) {
        let Some(obj) = self.clause_variable(case) else { return };
        let t = self.object_type(obj);
        if t == TypeTable::NIL || t == TypeTable::INVALID {
            self.vars.insert(VarKey::Obj(obj), Var::Mem(Operand::Null));
            return;
        }
        let v = self.convert_val(v, from, t);
        let var = self.new_obj_var(obj, t);
        self.store_new(var, v, t);
    }
}
