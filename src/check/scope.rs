//! Scopes while checking: opening, declaring, looking up, captured variables.

use super::Checker;
use crate::base::diag::Diagnostic;
use crate::base::index::IndexVec;
use crate::base::intern::Symbol;
use crate::base::source::{FileId, Span};
use crate::syntax::ast::ExprId;
use crate::types::repr::*;
use rustc_hash::FxHashMap;

/// What is known of scopes beside their names.
#[derive(Default)]
pub(super) struct Scopes {
    /// The scope of each file's imports.
    files: IndexVec<FileId, ScopeId>,
    /// Block scopes that were closed, to be used again.
    free: Vec<ScopeId>,
    /// The import declaration that brought a name into a file scope (`import . "p"`).
    pub dot_imports: FxHashMap<(ScopeId, Symbol), ObjId>,
    /// Variables that were used, by object.
    used: Vec<bool>,
}

impl Scopes {
    pub fn of_file(&self, file: FileId) -> ScopeId {
        self.files[file]
    }

    pub fn set_file(&mut self, file: FileId, scope: ScopeId) {
        self.files.grow_to(file, scope);
        self.files[file] = scope;
    }
}

/// Where a name was found.
pub(super) struct Binding {
    pub obj: ObjId,
    pub scope: ScopeId,
    /// How many functions enclose the use but not the declaration.
    pub funcs: usize,
}

impl Checker {
    /// Opens a scope inside the current one, which is returned for [`close_scope`].
    ///
    /// [`close_scope`]: Self::close_scope
    pub(super) fn open_scope(&mut self, func: bool) -> ScopeId {
        let outer = self.env.scope;
        let scope = self.scopes.free.pop();
        let scope = scope.unwrap_or_else(|| self.prog.ents.scopes.push(Scope::default()));
        let entry = &mut self.prog.ents.scopes[scope];
        entry.parent = Some(outer);
        entry.func = func;
        self.env.scope = scope;
        outer
    }

    /// Closes the current scope; nothing refers to a block's scope afterwards.
    pub(super) fn close_scope(&mut self, outer: ScopeId) {
        let scope = std::mem::replace(&mut self.env.scope, outer);
        self.prog.ents.scopes[scope].names.clear();
        self.scopes.free.push(scope);
    }

    /// Looks a name up in the current scope and those around it.
    pub(super) fn find(&self, name: Symbol) -> Option<Binding> {
        let mut next = Some(self.env.scope);
        let mut funcs = 0;
        while let Some(scope) = next {
            let s = &self.prog.ents.scopes[scope];
            if let Some(&obj) = s.names.get(&name) {
                return Some(Binding { obj, scope, funcs });
            }
            funcs += usize::from(s.func);
            next = s.parent;
        }
        None
    }

    pub(super) fn new_object(
        &mut self,
        name: Symbol,
        span: Span,
        ty: TypeId,
        kind: ObjectKind,
    ) -> ObjId {
        let pkg = Some(self.env.pkg);
        self.prog.ents.objects.push(Object { name, pkg, pos: span.lo, ty, kind })
    }

    /// A local variable that the identifier `e` declares; it is not in scope yet.
    pub(super) fn new_local(&mut self, e: ExprId, name: Symbol, ty: TypeId) -> ObjId {
        let obj = self.new_object(name, self.span(e), ty, ObjectKind::Var(VarKind::Local));
        self.record_object(e, obj);
        obj
    }

    /// Brings `obj` into the current scope.
    pub(super) fn declare(&mut self, obj: ObjId) {
        self.declare_in(self.env.scope, obj);
    }

    pub(super) fn declare_in(&mut self, scope: ScopeId, obj: ObjId) {
        let o = &self.prog.ents.objects[obj];
        let (name, pos) = (o.name, o.pos);
        let local = matches!(o.kind, ObjectKind::Var(VarKind::Local));
        if name.is_blank() {
            return;
        }
        if let Some(&other) = self.prog.ents.scopes[scope].names.get(&name) {
            let message = format!("{name} redeclared in this block");
            let d = Diagnostic::error("DuplicateDecl", Span::at(pos), message);
            self.report_with_other(d, other);
            return;
        }
        self.prog.ents.scopes[scope].names.insert(name, obj);
        if local && let Some(frame) = self.frames.last_mut() {
            frame.locals.push(obj);
        }
    }

    /// Reports `d` with a note that says where `other` was declared, if that is known.
    pub(super) fn report_with_other(&mut self, d: Diagnostic, other: ObjId) {
        let o = &self.prog.ents.objects[other];
        let d = match o.pos.is_none() {
            true => d,
            false => d.note(Span::at(o.pos), format!("other declaration of {}", o.name)),
        };
        self.report(d);
    }

    pub(super) fn record_object(&mut self, e: ExprId, obj: ObjId) {
        self.prog.info[self.env.file].objects[e] = Some(obj);
    }

    /// Marks a variable as used.
    pub(crate) fn mark_used(&mut self, obj: ObjId) {
        let i = obj.0 as usize;
        if self.scopes.used.len() <= i {
            self.scopes.used.resize(i + 1, false);
        }
        self.scopes.used[i] = true;
    }

    pub(super) fn is_used(&self, obj: ObjId) -> bool {
        self.scopes.used.get(obj.0 as usize).copied().unwrap_or(false)
    }

    /// Takes back the mark: an assignment to a variable is not a use of it.
    pub(super) fn set_used(&mut self, obj: ObjId, used: bool) {
        self.mark_used(obj);
        self.scopes.used[obj.0 as usize] = used;
    }

    /// A use of a local variable inside `funcs` function literals that do not declare it.
    pub(super) fn capture(&mut self, obj: ObjId, funcs: usize) {
        let n = self.frames.len();
        for frame in &mut self.frames[n - funcs.min(n)..] {
            frame.captures.insert(obj);
        }
    }
}
