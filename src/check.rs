//! The type checker: syntax trees in, [`program::Program`] and diagnostics out.
//!
//! Files are named after the notions of the language, as in go/types, so that a reader of the
//! specification finds the code by name. Every method that checks an expression has one shape,
//! takes the expression and returns an [`operand::Operand`]; failure is an invalid operand whose
//! error has been reported, so that errors do not cascade.

mod assign;
mod assignable;
mod binary;
mod body;
mod builtins;
mod builtins_unsafe;
mod call;
mod compare;
pub mod constant;
mod conversion;
mod convert;
mod cycles;
mod decl;
pub mod dump;
mod expr;
mod ident;
mod index;
mod infer;
mod init_order;
mod instantiate;
mod interface;
mod labels;
mod literal;
pub mod machine;
mod member;
pub mod operand;
mod pragmas;
mod print;
pub mod program;
mod range;
mod resolver;
mod returns;
mod scope;
mod selector;
mod shift;
mod signature;
mod spelling;
mod stmt;
mod struct_;
mod switch;
mod type_decl;
mod type_params;
mod typexpr;
mod unary;
mod unify;
mod unused;
mod version;
mod written;

use crate::base::diag::{Diagnostic, Diagnostics};
use crate::base::index::IndexVec;
use crate::base::source::{FileId, SourceMap, Span};
use crate::load::Loaded;
use crate::syntax::ast::{self, ExprId, ExprKind};
use crate::types::repr::*;
use crate::types::sizes::WORD;
use crate::types::table::TypeTable;
use crate::types::universe::Universe;
use constant::Value;
use indexmap::IndexMap;
use program::{ExprInfo, FileInfo, Program};
use rustc_hash::{FxBuildHasher, FxHashSet};
use std::sync::Arc;

/// The checker, which also outlives the first check: lowering asks it for the bodies of library
/// functions as it reaches them.
pub struct Checker {
    pub prog: Program,
    pub diags: Diagnostics,
    pub(crate) env: Env,
    pub(crate) universe: Universe,
    /// Untyped expressions whose final type is not known yet (spec: a constant or shift takes its
    /// type from the context), by file and expression.
    pub(crate) untyped: Untyped,
    /// The package-level declarations and how far their checking is.
    decls: decl::Decls,
    /// The functions being checked, the outermost first.
    frames: Vec<body::Frame>,
    scopes: scope::Scopes,
    /// Functions whose bodies are checked or being checked.
    bodies: FxHashSet<FuncObjId>,
    /// Packages of ours and the SDK's, whose functions may be written in assembly.
    may_lack_bodies: FxHashSet<PkgId>,
    /// Where functions of the user's lack a body; only told if nothing else is wrong.
    bodiless: Vec<Span>,
}

/// Where in the program the checker is.
#[derive(Clone, Debug)]
pub(crate) struct Env {
    pub file: FileId,
    pub pkg: PkgId,
    /// The innermost scope.
    pub scope: ScopeId,
    /// The signature of the function whose body is being checked.
    pub func: Option<TypeId>,
    /// The value of iota in a constant declaration.
    pub iota: Option<u32>,
    /// The declaration that is being checked, whose dependencies are recorded.
    pub decl: Option<ObjId>,
    /// Where the constant declaration's own name stands, if the expression is an inherited one.
    pub err_span: Option<Span>,
    /// How the type is spelled that a value is wanted of, for messages.
    pub target: Option<spelling::Spelling>,
    /// A call or receive was seen in the expression being checked (spec: Length and capacity: it
    /// decides whether `len(array)` is constant).
    pub has_call_or_recv: bool,
}

/// Where [`UntypedExpr`]s are remembered; ordered, so that errors come in a fixed order.
pub(crate) type Untyped = IndexMap<(FileId, ExprId), UntypedExpr, FxBuildHasher>;

/// See [`Checker::untyped`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct UntypedExpr {
    pub is_lhs: bool,
    pub mode: program::Mode,
    pub ty: TypeId,
}

/// Checks a program: the user's packages in full, of the others what they need. What is wrong
/// stands in the checker's `diags`.
pub fn check_program(loaded: Loaded) -> Checker {
    check_program_for(loaded, WORD)
}

/// As [`check_program`], for a machine whose `int` has that many bytes.
pub fn check_program_for(loaded: Loaded, word: i64) -> Checker {
    let mut c = Checker::new(loaded.sources, loaded.files);
    c.prog.types.word = word;
    let ids: Vec<PkgId> = loaded.packages.iter().map(|p| c.add_package(p)).collect();
    if let Some(&main) = ids.get(loaded.root) {
        c.prog.main = main;
    }
    for (p, &id) in loaded.packages.iter().zip(&ids) {
        let imports = p.imports.iter().map(|(path, i)| (path.as_str(), ids[*i])).collect();
        c.collect_objects(id, &imports);
        c.check_package(id);
    }
    c.missing_bodies();
    c.check_main();
    c
}

/// A checker of a program whose files could not all be read or parsed: checking it would only
/// report what follows from that.
pub fn unchecked(loaded: Loaded) -> Checker {
    Checker::new(loaded.sources, loaded.files)
}

impl Checker {
    fn new(sources: SourceMap, asts: IndexVec<FileId, Arc<ast::File>>) -> Checker {
        let mut types = TypeTable::default();
        let mut ents = Entities::default();
        let universe = Universe::declare(&mut types, &mut ents);
        let mut consts = IndexVec::new();
        for (obj, value) in [
            (universe.true_, Value::Bool(true)),
            (universe.false_, Value::Bool(false)),
            (universe.iota, Value::Unknown),
        ] {
            ents.objects[obj].kind = ObjectKind::Const { value: Some(consts.push(value)) };
        }
        let info = asts.iter().map(FileInfo::for_file).collect();
        let file_pkg = IndexVec::from_elem(universe.unsafe_pkg, asts.len());
        let mut inits = IndexVec::new();
        inits.push(Default::default());
        let env = Env::at_file(FileId(0), universe.unsafe_pkg, universe.scope);
        Checker {
            prog: Program {
                sources,
                asts,
                types,
                ents,
                consts,
                info,
                file_pkg,
                order: vec![universe.unsafe_pkg],
                inits,
                main: universe.unsafe_pkg,
                set: Default::default(),
            },
            diags: Diagnostics::default(),
            env,
            universe,
            untyped: Untyped::default(),
            decls: decl::Decls::default(),
            frames: Vec::new(),
            scopes: scope::Scopes::default(),
            bodies: FxHashSet::default(),
            may_lack_bodies: FxHashSet::default(),
            bodiless: Vec::new(),
        }
    }

    /// Checks one package whose imports are checked and whose objects are collected.
    fn check_package(&mut self, pkg: PkgId) {
        let files = self.prog.ents.packages[pkg].files.clone();
        if let Some(&file) = files.first() {
            self.env = Env::at_file(file, pkg, self.scopes.of_file(file));
        }
        if self.prog.ents.packages[pkg].user {
            self.decls.checking = true;
            self.package_objects(pkg);
            self.package_bodies(pkg);
            self.decls.checking = false;
            if self.diags.has_errors() {
                self.decls.instantiations.clear();
            } else {
                self.instantiation_cycles();
            }
            self.unused_imports(pkg);
        }
        self.init_order(pkg);
    }

    /// The root package must be a program.
    fn check_main(&mut self) {
        let pkg = &self.prog.ents.packages[self.prog.main];
        let has_main = self.prog.ents.scopes[pkg.scope].names.keys().any(|n| n.as_str() == "main");
        if pkg.name.as_str() == "main" && !has_main && !self.diags.has_errors() {
            let message = "function main is undeclared in the main package";
            self.error(Span::NONE, "MissingMain", message);
        }
    }

    /// Reports an error. What only follows from an earlier one is left out, as gc does it.
    pub(crate) fn error(&mut self, span: Span, code: &'static str, message: impl Into<String>) {
        self.report(Diagnostic::error(code, span, message));
    }

    pub(crate) fn report(&mut self, mut d: Diagnostic) {
        let follows = |what| d.message.find(what).is_some_and(|at| at > 0);
        if (follows("invalid operand") || follows("invalid type")) && self.diags.has_errors() {
            return;
        }
        // An inherited constant expression is elsewhere; its error belongs to the constant.
        if let Some(span) = self.env.err_span {
            d.span = span;
        }
        self.diags.push(d);
    }

    /// The syntax tree of the file being checked.
    pub(crate) fn ast(&self) -> Arc<ast::File> {
        self.prog.asts[self.env.file].clone()
    }

    /// Where an expression of the current file stands, as gc sees it: messages about it stand at
    /// the start.
    pub(crate) fn span(&self, e: ExprId) -> Span {
        let ast = &self.prog.asts[self.env.file];
        let mut first = e;
        let lo = loop {
            first = match &ast[first].kind {
                ExprKind::CompositeLit(lit) => match lit.ty {
                    Some(ty) => ty,
                    None => break lit.lbrace,
                },
                ExprKind::KeyValue { key: x, .. }
                | ExprKind::Selector { x, .. }
                | ExprKind::Index { x, .. }
                | ExprKind::TypeAssert { x, .. }
                | ExprKind::Binary { x, .. } => *x,
                ExprKind::Call(call) => call.fun,
                // To gc, slice expressions start at the bracket, function types after `func`.
                ExprKind::Slice { x, .. } => break ast.span(*x).hi,
                ExprKind::FuncType(sig) => break sig.span.lo,
                _ => break ast.span(first).lo,
            };
        };
        Span::new(lo, ast.span(e).hi)
    }

    /// Where the token stands that gc takes for the position of an expression: its operator.
    pub(crate) fn operator_span(&self, e: ExprId) -> Span {
        let ast = &self.prog.asts[self.env.file];
        let lo = match &ast[e].kind {
            ExprKind::CompositeLit(lit) => lit.lbrace,
            ExprKind::Selector { x, .. }
            | ExprKind::Index { x, .. }
            | ExprKind::TypeAssert { x, .. } => ast.span(*x).hi,
            ExprKind::Binary { op_pos, .. } => *op_pos,
            ExprKind::Call(call) => call.lparen,
            _ => return self.span(e),
        };
        Span::new(lo, ast.span(e).hi)
    }
}

impl Env {
    /// The environment of a declaration in `file`, whose scope is given.
    pub(crate) fn at_file(file: FileId, pkg: PkgId, scope: ScopeId) -> Env {
        Env {
            file,
            pkg,
            scope,
            func: None,
            iota: None,
            decl: None,
            err_span: None,
            target: None,
            has_call_or_recv: false,
        }
    }
}

impl FileInfo {
    /// Empty tables for a file.
    fn for_file(ast: &Arc<ast::File>) -> FileInfo {
        FileInfo {
            exprs: IndexVec::from_elem(ExprInfo::NONE, ast.exprs.len()),
            objects: IndexVec::from_elem(None, ast.exprs.len()),
            ..FileInfo::default()
        }
    }
}

#[cfg(test)]
mod tests;
