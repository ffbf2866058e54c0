//! Compiler directives that stand where they mean nothing.

use super::Checker;
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{Decl, Directive};

/// The directives about functions.
const OF_FUNCTIONS: [&str; 9] = [
    "go:nocheckptr",
    "go:noescape",
    "go:noinline",
    "go:norace",
    "go:nosplit",
    "go:registerparams",
    "go:uintptrescapes",
    "go:uintptrkeepalive",
    "go:yeswritebarrierrec",
];

impl Checker {
    /// Reports the misplaced directives of the file being checked: those about functions belong
    /// above one, those about the build above the package clause.
    pub(super) fn misplaced_directives(&mut self) {
        let ast = self.ast();
        let package = ast.package.span.lo;
        let above_function = |at: Pos| {
            let inside = ast.decls.iter().any(|d| span(d).lo <= at && at < span(d).hi);
            let next = ast.decls.iter().find(|d| span(d).lo > at);
            at > package && !inside && matches!(next, Some(Decl::Func(_)))
        };
        let misplaced = |d: &&Directive| match d.name.as_str() {
            "go:build" => d.span.lo > package,
            name => OF_FUNCTIONS.contains(&name) && !above_function(d.span.lo),
        };
        for d in ast.directives.iter().filter(misplaced) {
            // To gc, the directive starts behind the slashes.
            let at = Span::new(Pos(d.span.lo.0 + 2), d.span.hi);
            self.error(at, "MisplacedDirective", "misplaced compiler directive");
        }
    }
}

fn span(d: &Decl) -> Span {
    match d {
        Decl::Import(d) => d.span,
        Decl::Const(d) => d.span,
        Decl::Var(d) => d.span,
        Decl::Type(d) => d.span,
        Decl::Func(d) => d.span,
    }
}
