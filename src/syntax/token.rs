//! The tokens of Go (spec: Tokens). Facts only: what they look like and how tightly they bind.

use super::ast::BinOp;

/// A token: its kind and the byte range of its text in the file. An automatic semicolon has an
/// empty range, at the newline (or end of file) that caused it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    pub kind: Kind,
    pub lo: u32,
    pub hi: u32,
}

/// Declares [`Kind`] together with the text of each kind, so that the two cannot disagree.
macro_rules! kinds {
    ($($name:ident $text:literal,)*) => {
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        #[repr(u8)]
        pub enum Kind { $($name),* }

        const TEXT: &[&str] = &[$($text),*];
        const ALL: &[Kind] = &[$(Kind::$name),*];
    };
}

kinds! {
    Eof "EOF",
    Ident "name",
    Int "literal",
    Float "literal",
    Imag "literal",
    Char "literal",
    String "literal",
    // A literal that the lexer has complained about.
    BadLit "literal",

    // Operators that have an assignment form; the forms follow in the same order.
    Add "+",
    Sub "-",
    Mul "*",
    Div "/",
    Rem "%",
    And "&",
    Or "|",
    Xor "^",
    AndNot "&^",
    Shl "<<",
    Shr ">>",
    AddAssign "+=",
    SubAssign "-=",
    MulAssign "*=",
    DivAssign "/=",
    RemAssign "%=",
    AndAssign "&=",
    OrAssign "|=",
    XorAssign "^=",
    AndNotAssign "&^=",
    ShlAssign "<<=",
    ShrAssign ">>=",

    Eq "==",
    Ne "!=",
    Lt "<",
    Le "<=",
    Gt ">",
    Ge ">=",
    AndAnd "&&",
    OrOr "||",
    Not "!",
    Tilde "~",
    Arrow "<-",
    Inc "++",
    Dec "--",
    Assign "=",
    Define ":=",
    Ellipsis "...",
    LParen "(",
    LBrack "[",
    LBrace "{",
    RParen ")",
    RBrack "]",
    RBrace "}",
    Comma ",",
    Dot ".",
    Semi ";",
    Colon ":",

    Break "break",
    Case "case",
    Chan "chan",
    Const "const",
    Continue "continue",
    Default "default",
    Defer "defer",
    Else "else",
    Fallthrough "fallthrough",
    For "for",
    Func "func",
    Go "go",
    Goto "goto",
    If "if",
    Import "import",
    Interface "interface",
    Map "map",
    Package "package",
    Range "range",
    Return "return",
    Select "select",
    Struct "struct",
    Switch "switch",
    Type "type",
    Var "var",
}

/// The operators that have an assignment form, in the order of the kinds.
const ASSIGN_OPS: [BinOp; 11] = [
    BinOp::Add,
    BinOp::Sub,
    BinOp::Mul,
    BinOp::Div,
    BinOp::Rem,
    BinOp::And,
    BinOp::Or,
    BinOp::Xor,
    BinOp::AndNot,
    BinOp::Shl,
    BinOp::Shr,
];

/// The operators that have none, in the order of the kinds, from [`Kind::Eq`].
const OTHER_OPS: [BinOp; 8] =
    [BinOp::Eq, BinOp::Ne, BinOp::Lt, BinOp::Le, BinOp::Gt, BinOp::Ge, BinOp::AndAnd, BinOp::OrOr];

impl Kind {
    /// The token's text; a description for names and literals.
    pub fn text(self) -> &'static str {
        TEXT[self as usize]
    }

    /// How messages speak of an expected token of this kind.
    pub fn describe(self) -> String {
        match self {
            Kind::Comma => "comma".to_owned(),
            Kind::Semi => "semicolon or newline".to_owned(),
            k if k.is_keyword() => format!("keyword {}", k.text()),
            k => k.text().to_owned(),
        }
    }

    pub fn is_keyword(self) -> bool {
        self >= Kind::Break
    }

    pub fn is_literal(self) -> bool {
        (Kind::Int..=Kind::BadLit).contains(&self)
    }

    /// Reports whether a newline after this token becomes a semicolon (spec: Semicolons).
    pub fn ends_statement(self) -> bool {
        match self {
            Kind::Ident | Kind::Inc | Kind::Dec | Kind::RParen | Kind::RBrack | Kind::RBrace => {
                true
            }
            Kind::Break | Kind::Continue | Kind::Fallthrough | Kind::Return => true,
            k => k.is_literal(),
        }
    }

    /// How tightly a binary operator binds, 1 to 5; 0 for anything else (spec: Operator precedence).
    #[inline]
    pub fn precedence(self) -> u8 {
        match self {
            Kind::OrOr => 1,
            Kind::AndAnd => 2,
            Kind::Eq | Kind::Ne | Kind::Lt | Kind::Le | Kind::Gt | Kind::Ge => 3,
            Kind::Add | Kind::Sub | Kind::Or | Kind::Xor => 4,
            Kind::Mul | Kind::Div | Kind::Rem | Kind::And | Kind::AndNot => 5,
            Kind::Shl | Kind::Shr => 5,
            _ => 0,
        }
    }

    /// The operator of a token that has a [`precedence`](Self::precedence).
    pub fn binary_op(self) -> Option<BinOp> {
        let at = |base: Kind| (self as usize).wrapping_sub(base as usize);
        ASSIGN_OPS.get(at(Kind::Add)).or_else(|| OTHER_OPS.get(at(Kind::Eq))).copied()
    }

    /// The operator of `op=`.
    pub fn assign_op(self) -> Option<BinOp> {
        ASSIGN_OPS.get((self as usize).wrapping_sub(Kind::AddAssign as usize)).copied()
    }
}

/// The keyword that `text` is.
#[inline]
pub fn keyword(text: &[u8]) -> Option<Kind> {
    if text.len() < 2 || text.len() > 11 || !text[0].is_ascii_lowercase() {
        return None;
    }
    let kind = match text {
        b"break" => Kind::Break,
        b"case" => Kind::Case,
        b"chan" => Kind::Chan,
        b"const" => Kind::Const,
        b"continue" => Kind::Continue,
        b"default" => Kind::Default,
        b"defer" => Kind::Defer,
        b"else" => Kind::Else,
        b"fallthrough" => Kind::Fallthrough,
        b"for" => Kind::For,
        b"func" => Kind::Func,
        b"go" => Kind::Go,
        b"goto" => Kind::Goto,
        b"if" => Kind::If,
        b"import" => Kind::Import,
        b"interface" => Kind::Interface,
        b"map" => Kind::Map,
        b"package" => Kind::Package,
        b"range" => Kind::Range,
        b"return" => Kind::Return,
        b"select" => Kind::Select,
        b"struct" => Kind::Struct,
        b"switch" => Kind::Switch,
        b"type" => Kind::Type,
        b"var" => Kind::Var,
        _ => return None,
    };
    Some(kind)
}

/// A set of token kinds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KindSet(u128);

impl KindSet {
    pub const fn of(kinds: &[Kind]) -> KindSet {
        let mut bits = 0;
        let mut i = 0;
        while i < kinds.len() {
            bits |= 1u128 << (kinds[i] as u32);
            i += 1;
        }
        KindSet(bits)
    }

    pub const fn with(self, other: KindSet) -> KindSet {
        KindSet(self.0 | other.0)
    }

    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & (1u128 << (kind as u32)) != 0
    }
}

const _: () = assert!(ALL.len() <= 128, "a KindSet is 128 bits");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_have_the_text_of_their_tokens() {
        for &k in ALL {
            match (k.binary_op(), k.assign_op()) {
                (Some(op), None) => assert_eq!(op.text(), k.text()),
                (None, Some(op)) => assert_eq!(format!("{}=", op.text()), k.text()),
                (None, None) => assert_eq!(k.precedence(), 0),
                both => panic!("{k:?} has {both:?}"),
            }
            assert_eq!(k.binary_op().is_some(), k.precedence() > 0, "{k:?}");
        }
    }

    #[test]
    fn keywords_are_found_by_their_text() {
        for &k in ALL {
            assert_eq!(keyword(k.text().as_bytes()).is_some(), k.is_keyword(), "{k:?}");
        }
        assert_eq!(keyword(b"iff"), None);
    }
}
