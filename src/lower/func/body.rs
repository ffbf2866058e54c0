//! Entry and exit of functions: parameters, results, `return`.

use super::analyze::{self, Facts, VarKey};
use super::vars::{NewVar, Storage, Var};
use super::{FuncLower, Names, Source, Val};
use crate::base::source::Pos;
use crate::check::program::Initializer;
use crate::ir::builder::FuncBuilder;
use crate::ir::entities::*;
use crate::lower::types::{CallShape, ResultPlace};
use crate::lower::{FuncKey, Lower};
use crate::syntax::ast::{Block, Decl, ExprId, Field};
use crate::types::repr::*;
use crate::types::subst::{TypeMap, type_map};

/// A result of the function.
#[derive(Clone, Copy, Debug)]
pub(super) struct ResultVar {
    pub key: VarKey,
    pub ty: TypeId,
    pub place: ResultPlace,
    /// Where the caller wants a result in memory.
    pub out: Option<Operand>,
    /// The variable that holds it until the function returns.
    pub var: Option<Operand>,
    /// The variable is an object of its own.
    pub object: bool,
}

/// What a closure holds of a variable around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Capture {
    pub key: VarKey,
    /// The type in the closure object.
    pub ty: Ty,
    /// The variable's type; `None` for one that is not Go's.
    pub go: Option<TypeId>,
    pub by_value: bool,
}

/// A function with a body: a declaration or a literal.
pub(super) struct Code<'x> {
    pub recv: Option<&'x Field>,
    pub params: &'x [Field],
    pub results: &'x [Field],
    pub body: &'x Block,
    pub shape: CallShape,
    /// For a literal.
    pub captures: Option<Vec<Capture>>,
}

/// Lowers the body of a declared function into `l.m.funcs[id]`.
pub fn lower_body(l: &mut Lower, key: &FuncKey, id: FuncId) {
    let (ty, recv) = l.func_type(key);
    let info = l.c.prog.ents.funcs[key.func].clone();
    let ast = l.c.prog.asts[info.file].clone();
    let Decl::Func(decl) = &ast.decls[info.decl as usize] else {
        unreachable!("FuncInfo names another declaration")
    };
    let Some(body) = &decl.body else { return };
    let facts = analyze::function(&l.c.prog, info.file, &ast, decl);
    let pkg = l.c.prog.file_pkg[info.file];
    let unchecked = super::UNCHECKED.contains(&l.c.prog.ents.packages[pkg].path.as_str());
    let map = type_map(&info.type_params, &key.targs);
    let src = Source { ast: &ast, file: info.file, facts: &facts, map: &map, unchecked };
    let shape = l.call_shape(ty, recv, false);
    let (recv, params, results) = (decl.recv.as_ref(), &*decl.sig.params, &*decl.sig.results);
    let code = Code { recv, params, results, body, shape, captures: None };
    let name = l.m.funcs[id].name.clone();
    FuncLower::new(l, src, id, name, Pos::NONE).function(&code);
}

/// Lowers the initialiser of package variables as the body of `l.m.funcs[id]`.
pub fn lower_initializer(l: &mut Lower, id: FuncId, pkg: PkgId, init: &Initializer) {
    let ast = l.c.prog.asts[init.file].clone();
    let facts: Facts = analyze::initializer(&l.c.prog, init.file, &ast, init.rhs);
    let unchecked = super::UNCHECKED.contains(&l.c.prog.ents.packages[pkg].path.as_str());
    let map = TypeMap::default();
    let src = Source { ast: &ast, file: init.file, facts: &facts, map: &map, unchecked };
    let name = format!("{}.init", l.path_of(pkg));
    let literals = l.initializer_literals.get(&pkg).copied().unwrap_or_default();
    let mut f = FuncLower::new(l, src, id, name, Pos::NONE);
    f.names.literals = literals;
    f.at(ast.span(init.rhs).lo);
    f.initializer(init);
    f.b.ret(None);
    let literals = f.names.literals;
    f.finish();
    l.initializer_literals.insert(pkg, literals);
}

impl<'x, 'l, 'a> FuncLower<'x, 'l, 'a> {
    /// Starts the function `id`; `pos` names its entry in the facts.
    pub(super) fn new(
        l: &'l mut Lower<'a>,
        src: Source<'x>,
        id: FuncId,
        name: String,
        pos: Pos,
    ) -> Self {
        let b = FuncBuilder::new(&l.m, l.m.funcs[id].clone());
        FuncLower {
            l,
            b,
            src,
            ctx: &src.facts.ctxs[&pos],
            id,
            names: Names { outer: name, in_literal: !pos.is_none(), ..Names::default() },
            vars: Default::default(),
            known: Default::default(),
            storing: false,
            confined: Default::default(),
            hoisted: Default::default(),
            in_order: false,
            only_read: false,
            pool_literals: Default::default(),
            stored: Default::default(),
            recovered: Default::default(),
            temps: Default::default(),
            results: Vec::new(),
            frame: None,
            targets: Vec::new(),
            outer_targets: Vec::new(),
            next_target: 0,
            labels: Default::default(),
            pending_label: None,
            loops: 0,
            range_body: None,
            fallthrough: None,
            token: None,
        }
    }

    /// Puts the finished function into the module.
    pub(super) fn finish(self) {
        let id = self.id;
        self.l.m.funcs[id] = self.b.finish();
    }

    /// Lowers a whole function.
    pub(super) fn function(mut self, code: &Code<'x>) {
        if self.ctx.defers {
            self.start_frame(code);
        }
        self.entry(code);
        self.stmts(&code.body.stmts);
        self.at(code.body.rbrace);
        if !self.b.is_terminated() {
            // Control that reaches the end of a function with results comes from nowhere
            // (spec: Terminating statements).
            match self.results.is_empty() {
                true => self.leave(),
                false => self.b.unreachable(),
            }
        }
        match self.frame.is_some() {
            true => self.finish_frame(code),
            false => self.finish(),
        }
    }

    fn entry(&mut self, code: &Code<'x>) {
        let outs = code.shape.results.iter().filter(|r| matches!(r, ResultPlace::Memory(_)));
        let mut next = outs.count();
        if let Some(captures) = &code.captures {
            let object = self.incoming(next + code.shape.param_types.len());
            self.bind_captures(captures, object);
        }
        if self.ctx.recovers {
            self.take_token();
        }
        let fields = code.recv.into_iter().chain(code.params);
        let mut names: Vec<Option<ExprId>> = Vec::new();
        for f in fields {
            match f.names.is_empty() {
                true => names.push(None),
                false => names.extend(f.names.iter().copied().map(Some)),
            }
        }
        for (i, name) in names.into_iter().enumerate() {
            let t = self.subst(code.shape.param_types[i]);
            if let Some(name) = name
                && !self.is_blank(name)
                && let Some(obj) = self.object(name)
            {
                let v = self.incoming(next);
                self.declare_param(obj, t, v, i as u32 + 1);
            }
            next += 1;
        }
        self.declare_results(code);
    }

    /// The IR parameter `i`; in the body of a function that defers it comes out of the frame.
    fn incoming(&mut self, i: usize) -> Operand {
        match self.frame.is_some() {
            true => self.frame_param(i),
            false => self.b.param(i),
        }
    }

    fn declare_param(&mut self, obj: ObjId, t: TypeId, v: Operand, arg: u32) {
        let key = VarKey::Obj(obj);
        let ty = self.ty(t);
        let storage = self.storage(key, t);
        if !self.is_direct(t) {
            let changed = self.src.facts.mutated.contains(&obj);
            if storage != Storage::Object && !changed {
                self.vars.insert(key, Var::Mem(v));
                if let Some(debug) = self.debug_var(obj, t, arg, true) {
                    let slot = self.b.slot(Ty::Ptr, Some(debug));
                    self.b.store(slot, v);
                }
                return;
            }
        }
        let var = match storage {
            Storage::Slot => {
                let debug = self.debug_var(obj, t, arg, false);
                NewVar { addr: self.b.slot(ty, debug), zeroed: false }
            }
            other => self.allocate(other, Some(obj), t),
        };
        self.vars.insert(key, Var::Mem(var.addr));
        let v = if self.is_direct(t) { Val::Op(v) } else { Val::Mem(v) };
        self.store_new(var, v, t);
    }

    /// Declares the results: named ones are variables; others only where something has to
    /// outlive the `return` statement.
    fn declare_results(&mut self, code: &Code<'x>) {
        let mut names: Vec<Option<ExprId>> = Vec::new();
        for f in code.results {
            match f.names.is_empty() {
                true => names.push(None),
                false => names.extend(f.names.iter().copied().map(Some)),
            }
        }
        for (i, name) in names.into_iter().enumerate() {
            let ty = self.subst(code.shape.result_types[i]);
            let place = code.shape.results[i];
            let out = match place {
                ResultPlace::Memory(n) => Some(self.incoming(n as usize)),
                _ => None,
            };
            let obj = name.and_then(|name| self.object(name));
            let key = obj.map_or(VarKey::Result(i as u32), VarKey::Obj);
            let mut result = ResultVar { key, ty, place, out, var: None, object: false };
            let needed = self.frame.is_some() || self.ctx.returns_from_range;
            if name.is_some() || needed {
                self.declare_result(&mut result, obj);
            }
            self.results.push(result);
        }
    }

    fn declare_result(&mut self, result: &mut ResultVar, obj: Option<ObjId>) {
        let t = result.ty;
        let storage = self.storage(result.key, t);
        let var = match (storage, result.out) {
            (Storage::Object, _) => {
                let var = self.allocate(storage, obj, t);
                if self.frame.is_some() {
                    // The outer function finds the object through the frame.
                    let field = self.frame_result(result.place, Ty::Ptr, true);
                    self.b.store(field, var.addr);
                }
                result.object = true;
                var
            }
            (_, Some(out)) => {
                if let Some(obj) = obj {
                    self.show_at(obj, t, out);
                }
                NewVar { addr: out, zeroed: false }
            }
            (_, None) if self.frame.is_some() => {
                let ty = self.ty(t);
                let addr = self.frame_result(result.place, ty, false);
                if let Some(obj) = obj {
                    self.show_at(obj, t, addr);
                }
                NewVar { addr, zeroed: false }
            }
            (_, None) => self.allocate(Storage::Slot, obj, t),
        };
        self.init_zero(var, t);
        result.var = Some(var.addr);
        self.vars.insert(result.key, Var::Mem(var.addr));
    }

    // Return

    pub(super) fn return_stmt(&mut self, exprs: &[ExprId]) {
        if self.range_body.is_some() {
            return self.return_from_range(exprs);
        }
        if exprs.is_empty() {
            return self.leave();
        }
        let results = self.results.clone();
        if results.iter().all(|r| r.var.is_none()) {
            let direct = self.return_values(exprs, &results);
            return self.ret(&results, direct);
        }
        self.store_results(exprs, &results);
        self.leave();
    }

    /// Evaluates what is returned where no result has a variable: memory results go to where the
    /// caller wants them. Gives the direct ones.
    fn return_values(&mut self, exprs: &[ExprId], results: &[ResultVar]) -> Vec<Operand> {
        if exprs.len() == results.len() {
            let late = self.late_list(exprs);
            let mut direct = vec![None; results.len()];
            for round in [false, true] {
                for (i, r) in results.iter().enumerate().filter(|(i, _)| late[*i] == round) {
                    match r.out {
                        Some(out) => self.into(out, false, exprs[i], r.ty),
                        None => direct[i] = Some(self.expr_as(exprs[i], r.ty)),
                    }
                }
            }
            return direct.into_iter().flatten().collect();
        }
        let vals = self.multi_value(exprs[0]);
        let mut direct = Vec::new();
        for (r, (v, t)) in results.iter().zip(vals) {
            let v = self.convert_val(v, t, r.ty);
            match (r.out, v) {
                (Some(out), v) => self.store_val(out, v, r.ty),
                (None, v) => direct.push(self.op(v, r.ty)),
            }
        }
        direct
    }

    /// Evaluates what is returned and stores it in the variables of the results.
    pub(super) fn store_results(&mut self, exprs: &[ExprId], results: &[ResultVar]) {
        let vals: Vec<Val> = if exprs.len() == results.len() {
            let types: Vec<TypeId> = results.iter().map(|r| r.ty).collect();
            self.values_as(exprs, &types)
        } else {
            let vals = self.multi_value(exprs[0]);
            let pairs = results.iter().zip(vals);
            pairs.map(|(r, (v, t))| self.convert_val(v, t, r.ty)).collect()
        };
        for (r, v) in results.iter().zip(vals) {
            let addr = self.var_addr(r.key);
            self.store_val(addr, v, r.ty);
        }
    }

    /// Returns what the variables of the results hold.
    pub(super) fn leave(&mut self) {
        if self.frame.is_some() {
            self.b.ret(None);
            return;
        }
        let results = self.results.clone();
        let mut direct = Vec::new();
        for r in &results {
            let Some(var) = r.var else { continue };
            let ty = self.ty(r.ty);
            match r.out {
                Some(out) => self.b.copy(out, var, ty),
                None => direct.push(self.b.load(var, ty)),
            }
        }
        self.ret(&results, direct);
    }

    fn ret(&mut self, results: &[ResultVar], direct: Vec<Operand>) {
        debug_assert_eq!(direct.len(), results.iter().filter(|r| r.out.is_none()).count());
        let value = match direct.len() {
            0 => None,
            1 => Some(direct[0]),
            _ => {
                let sig = self.l.m.sig_def(self.b.func.sig).result;
                let ty = sig.expect("several results are returned as a structure");
                Some(self.b.make_agg(ty, direct))
            }
        };
        self.b.ret(value);
    }

    /// The type of the closure object that holds `captures`.
    pub(super) fn closure_type(&mut self, captures: &[Capture]) -> Ty {
        let fields: Vec<Ty> =
            std::iter::once(Ty::Ptr).chain(captures.iter().map(|c| c.ty)).collect();
        Ty::Agg(self.l.m.agg(Agg::Struct(fields.into())))
    }

    pub(super) fn bind_captures(&mut self, captures: &[Capture], object: Operand) {
        let agg = Self::agg_id(self.closure_type(captures));
        for (i, c) in captures.iter().enumerate() {
            let field = self.b.field_addr(object, agg, i as u32 + 1);
            let var = match (c.by_value, c.go) {
                (true, None) => Var::Value(self.b.load(field, c.ty)),
                (true, Some(_)) => Var::Mem(field),
                (false, _) => Var::Mem(self.b.load(field, Ty::Ptr)),
            };
            self.vars.insert(c.key, var);
            if let (VarKey::Obj(obj), Some(t), Var::Mem(addr)) = (c.key, c.go, var) {
                self.show_at(obj, t, addr);
            }
        }
    }
}
