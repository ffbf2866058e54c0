//! Parameter lists of every kind: parameters, results, receivers, type parameters (spec: Function
//! types, Type parameter declarations).

use super::{KindSet, Parser};
use crate::base::source::{Pos, Span};
use crate::syntax::ast::{BinOp, ExprId, ExprKind, Field, UnOp};
use crate::syntax::token::Kind;

/// What a parameter list may hold.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    close: Kind,
    /// Each element must have a name, as type parameters do.
    names: bool,
    /// The last may be variadic.
    dots: bool,
}

/// An element of a list before it is known whether a lone name is a parameter or a type.
struct Param {
    name: Option<ExprId>,
    ty: Option<ExprId>,
}

impl Parser<'_> {
    pub(super) const TYPE_PARAMS: Rules = Rules { close: Kind::RBrack, names: true, dots: false };
    /// `[...]` after a name in an interface: type arguments or (an error) type parameters.
    pub(super) const TYPE_ARGS: Rules = Rules { close: Kind::RBrack, names: false, dots: false };
    pub(super) const PARAMS: Rules = Rules { close: Kind::RParen, names: false, dots: true };
    pub(super) const RESULTS: Rules = Rules { close: Kind::RParen, names: false, dots: false };
    pub(super) const RECEIVER: Rules = Self::RESULTS;

    /// The elements of a list whose opening token is taken, through the closing one. `first` is
    /// the first name and perhaps its type, if these are taken too.
    pub(super) fn param_list(
        &mut self,
        first: Option<(ExprId, Option<ExprId>)>,
        rules: Rules,
    ) -> Vec<Field> {
        let mut params = Vec::new();
        let mut first = first;
        // The list below takes at least one element unless it is at the end.
        if let Some((name, Some(ty))) = first
            && self.tok == rules.close
        {
            params.push(Param { name: Some(name), ty: Some(ty) });
        }
        let close = self.list("parameter list", Kind::Comma, rules.close, |p| {
            params.extend(match first.take() {
                Some((name, Some(ty))) => Some(Param { name: Some(name), ty: Some(ty) }),
                Some((name, None)) => p.param(Some(name), rules),
                None => p.param(None, rules),
            });
            false
        });
        let mut fields = self.fields(params, rules, close);
        self.check_dots(&mut fields, rules);
        fields
    }

    /// `[ name ] [ "..." ] type`, or a name alone; nothing after an error.
    fn param(&mut self, name: Option<ExprId>, rules: Rules) -> Option<Param> {
        let terms = rules.close == Kind::RBrack;
        let name = match name {
            None if self.tok == Kind::Ident => Some(self.ident()),
            name => name,
        };
        let mut param = Param { name: None, ty: None };
        match (name, self.tok) {
            (Some(name), Kind::LBrack) => match self.array_or_instance(name) {
                (ty, true) => param.ty = Some(ty),
                (ty, false) => param = Param { name: Some(name), ty: Some(ty) },
            },
            (Some(name), Kind::Dot) => param.ty = Some(self.qualified(Some(name))),
            (Some(name), Kind::Or) if terms => param.ty = Some(name),
            (name, Kind::Ellipsis) => param = Param { name, ty: Some(self.ellipsis()) },
            (name, Kind::Tilde) if terms => param = Param { name, ty: Some(self.term()) },
            (name, _) => param = Param { name, ty: self.type_opt() },
        }
        if terms && let Some(ty) = param.ty {
            param.ty = Some(self.union(ty));
        }
        if param.name.is_some() || param.ty.is_some() {
            return Some(param);
        }
        self.unexpected(&format!(", expected {}", rules.close.describe()));
        self.recover(KindSet::of(&[Kind::Comma]).with(KindSet::of(&[rules.close])));
        None
    }

    fn ellipsis(&mut self) -> ExprId {
        let lo = self.pos();
        self.bump();
        match self.type_opt() {
            Some(elem) => self.alloc(ExprKind::Ellipsis(Some(elem)), self.span_from(lo)),
            None => {
                self.syntax_error("... is missing type");
                self.bad()
            }
        }
    }

    /// `"~" type` or a type.
    pub(super) fn term(&mut self) -> ExprId {
        if self.tok == Kind::Tilde {
            let op_pos = self.pos();
            self.bump();
            let x = self.type_();
            let span = self.span_from(op_pos);
            return self.alloc(ExprKind::Unary { op: UnOp::Tilde, op_pos, x }, span);
        }
        self.type_opt().unwrap_or_else(|| {
            let bad = self.bad();
            self.unexpected(", expected ~ term or type");
            self.recover(KindSet::of(&[Kind::Or, Kind::Semi]).with(super::CLOSERS));
            bad
        })
    }

    /// `x { "|" term }`
    pub(super) fn union(&mut self, mut x: ExprId) -> ExprId {
        while self.tok == Kind::Or {
            let op_pos = self.pos();
            self.bump();
            let y = self.term();
            let span = self.span_from(self.lo(x));
            x = self.alloc(ExprKind::Binary { op: BinOp::Or, op_pos, x, y }, span);
        }
        x
    }

    /// Gives the names their types. Either all elements have names or none has.
    fn fields(&mut self, params: Vec<Param>, rules: Rules, close: Pos) -> Vec<Field> {
        let named = params.iter().any(|p| p.name.is_some() && p.ty.is_some());
        if !named && !rules.names {
            let types = params.into_iter().filter_map(|p| p.ty.or(p.name));
            return types.map(|ty| self.field(Vec::new(), ty)).collect();
        }
        let mut fields = Vec::new();
        let mut names = Vec::new();
        let mut nameless = None;
        let count = params.len();
        for Param { name, ty } in params {
            if let (None, Some(ty)) = (name, ty) {
                let lo = self.lo(ty);
                nameless = nameless.or(Some(lo));
                names.push(self.ident_at("_", Span::at(lo)));
            }
            names.extend(name);
            if let Some(ty) = ty {
                let names = std::mem::take(&mut names);
                fields.push(self.field(names, ty));
            }
        }
        // Names that no type follows.
        let typeless = names.first().map(|x| self.lo(*x));
        if let Some(lo) = typeless {
            let ty = self.alloc(ExprKind::Bad, Span::at(lo));
            fields.push(self.field(names, ty));
        }
        let (at, message) = match (nameless, typeless) {
            (None, None) => return fields,
            (None, Some(_)) if rules.names => (close, "missing type constraint"),
            (None, Some(_)) => (close, "missing parameter type"),
            (Some(lo), _) if !rules.names => (lo, "missing parameter name"),
            (Some(lo), _) if count == 1 => {
                (lo, "missing type parameter name or invalid array length")
            }
            (Some(lo), _) => (lo, "missing type parameter name"),
        };
        self.error_at(Span::at(at), format!("syntax error: {message}"));
        fields
    }

    fn field(&mut self, names: Vec<ExprId>, ty: ExprId) -> Field {
        let lo = names.first().map_or(self.lo(ty), |x| self.lo(*x));
        let span = Span::new(lo, self.hi(ty).max(lo));
        Field { span, names, ty, embedded: false, tag: None }
    }

    /// Only the last parameter of a function may be variadic.
    fn check_dots(&mut self, fields: &mut [Field], rules: Rules) {
        let count = fields.len();
        let mut reported = false;
        for (i, field) in fields.iter_mut().enumerate() {
            let ExprKind::Ellipsis(Some(elem)) = self.exprs[field.ty].kind else { continue };
            if rules.dots && i + 1 == count && field.names.len() <= 1 {
                continue;
            }
            if !std::mem::replace(&mut reported, true) {
                let span = self.exprs[field.ty].span;
                self.error_at(
                    span,
                    match rules.dots {
                        true => "can only use ... with final parameter",
                        false => "invalid use of ...",
                    },
                );
            }
            field.ty = elem;
        }
    }
}
