//! Unused variables and imports (spec: Variable declarations, Import declarations).

use super::Checker;
use crate::base::source::Span;
use crate::types::repr::*;

impl Checker {
    /// Remembers an import declaration, to be reported if nothing uses it.
    pub(super) fn note_import(&mut self, obj: ObjId) {
        self.decls.imports.push(obj);
    }

    /// Reports the imports of a package's files that nothing used.
    pub(super) fn unused_imports(&mut self, pkg: PkgId) {
        // What could not be checked may use them.
        if !self.decls.skipped.is_empty() {
            self.decls.imports.clear();
            return;
        }
        for obj in std::mem::take(&mut self.decls.imports) {
            let o = &self.prog.ents.objects[obj];
            let ObjectKind::PkgName { imported, used: false } = o.kind else { continue };
            if o.pkg != Some(pkg) || o.name.is_blank() {
                continue;
            }
            let path = self.prog.ents.packages[imported].path.as_str();
            let last = path.rsplit('/').next().unwrap_or(path);
            let name = o.name.as_str();
            let message = match name == "." || name == last {
                true => format!("{path:?} imported and not used"),
                false => format!("{path:?} imported as {name} and not used"),
            };
            self.error(Span::at(o.pos), "UnusedImport", message);
        }
    }

    /// Reports those of a function's local variables that nothing used.
    pub(super) fn unused_variables(&mut self, locals: &[ObjId]) {
        for &obj in locals {
            if !self.is_used(obj) {
                let o = &self.prog.ents.objects[obj];
                let (span, message) =
                    (Span::at(o.pos), format!("declared and not used: {}", o.name));
                self.error(span, "UnusedVar", message);
            }
        }
    }
}
