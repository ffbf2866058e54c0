//! The syntax tree of one file.
//!
//! Expressions and types (the grammar cannot always tell them apart) live in one arena per file and
//! are named by [`ExprId`]; later rooms keep what they learn in tables beside it. Statements and
//! declarations are plain trees. Every identifier that is not a mere label or selector name is an
//! expression too, so that definitions and uses are recorded by `ExprId` alike.
//!
//! A file with syntax errors still yields a tree: what could not be read is [`ExprKind::Bad`].

use crate::base::index::IndexVec;
use crate::base::intern::Symbol;
use crate::base::line_directive::LineDirective;
use crate::base::source::{FileId, Pos, Span};
use crate::define_index;

define_index!(
    /// An expression, type or identifier of one file.
    ExprId,
    "e"
);

/// A name that is neither declared nor looked up in a scope (selector, label, package clause).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Name {
    pub name: Symbol,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct File {
    pub id: FileId,
    pub package: Name,
    pub decls: Vec<Decl>,
    pub exprs: IndexVec<ExprId, Expr>,
    /// `//go:`, `//export`, `//line`-like directives that start a line, in order.
    pub directives: Vec<Directive>,
    /// `//line` and `/*line*/` comments, in order.
    pub lines: Vec<LineDirective>,
    /// The comment group directly above `import "C"`, without comment markers; empty otherwise.
    pub cgo_preamble: String,
    /// The `go1.N` that the file's `//go:build` line asks for at least, as N.
    pub go_version: Option<u32>,
}

impl std::ops::Index<ExprId> for File {
    type Output = Expr;
    fn index(&self, id: ExprId) -> &Expr {
        &self.exprs[id]
    }
}

impl File {
    pub fn kind(&self, id: ExprId) -> &ExprKind {
        &self.exprs[id].kind
    }

    pub fn span(&self, id: ExprId) -> Span {
        self.exprs[id].span
    }

    /// The name of an identifier expression.
    pub fn ident(&self, id: ExprId) -> Option<Symbol> {
        match self.exprs[id].kind {
            ExprKind::Ident(name) => Some(name),
            _ => None,
        }
    }

    /// `id` without enclosing parentheses.
    pub fn unparen(&self, mut id: ExprId) -> ExprId {
        while let ExprKind::Paren(inner) = self.exprs[id].kind {
            id = inner;
        }
        id
    }
}

/// A directive comment: `//go:noinline` has name `go:noinline` and no arguments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Directive {
    pub span: Span,
    /// `go:linkname`, `export`, `extern`, ...
    pub name: Symbol,
    /// The rest of the line, trimmed.
    pub args: String,
}

#[derive(Clone, Debug)]
pub enum Decl {
    Import(ImportDecl),
    /// One `const` specification; groups are flattened, with repetition already resolved.
    Const(ConstDecl),
    Var(VarDecl),
    Type(TypeDecl),
    Func(Box<FuncDecl>),
}

#[derive(Clone, Debug)]
pub struct ImportDecl {
    pub span: Span,
    /// The local name (`.` and `_` included), if given. An `Ident` expression.
    pub name: Option<ExprId>,
    pub path: String,
    pub path_span: Span,
}

#[derive(Clone, Debug)]
pub struct ConstDecl {
    pub span: Span,
    /// `Ident` expressions.
    pub names: Vec<ExprId>,
    /// Type and values; where the specification repeats the one above (spec: Constant
    /// declarations), these are that one's and `inherited` is set.
    pub ty: Option<ExprId>,
    pub values: Vec<ExprId>,
    pub inherited: bool,
    /// The value of `iota`: the specification's index in its group.
    pub iota: u32,
    pub directives: DirectiveRange,
}

#[derive(Clone, Debug)]
pub struct VarDecl {
    pub span: Span,
    pub names: Vec<ExprId>,
    pub ty: Option<ExprId>,
    pub values: Vec<ExprId>,
    pub directives: DirectiveRange,
}

#[derive(Clone, Debug)]
pub struct TypeDecl {
    pub span: Span,
    /// An `Ident` expression.
    pub name: ExprId,
    pub type_params: Vec<Field>,
    pub alias: bool,
    pub ty: ExprId,
    pub directives: DirectiveRange,
}

#[derive(Clone, Debug)]
pub struct FuncDecl {
    /// From `func` to the end of the body.
    pub span: Span,
    pub recv: Option<Field>,
    /// More than one receiver was written (an error that the parser reports).
    pub name: ExprId,
    pub type_params: Vec<Field>,
    pub sig: FuncSig,
    pub body: Option<Block>,
    pub directives: DirectiveRange,
}

/// The directives that stand in the comment above a declaration: a range of [`File::directives`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DirectiveRange {
    pub start: u32,
    pub end: u32,
}

#[derive(Clone, Debug)]
pub struct FuncSig {
    pub span: Span,
    pub params: Vec<Field>,
    pub results: Vec<Field>,
}

/// Names that share a type: parameters, results, receivers, struct fields, type parameters.
#[derive(Clone, Debug)]
pub struct Field {
    pub span: Span,
    /// `Ident` expressions; empty for an unnamed parameter. For an embedded struct field, empty.
    pub names: Vec<ExprId>,
    /// A variadic parameter's type is `Ellipsis`.
    pub ty: ExprId,
    pub embedded: bool,
    /// The value of a struct field's tag.
    pub tag: Option<(String, Span)>,
}

#[derive(Clone, Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    /// Could not be parsed; an error was reported.
    Bad,
    Ident(Symbol),
    Lit(LitKind, Box<str>),
    CompositeLit(Box<CompositeLit>),
    FuncLit(Box<FuncLit>),
    Paren(ExprId),
    Selector {
        x: ExprId,
        sel: Name,
    },
    /// `x[i]`, and instantiation with one or more type arguments `x[A, B]`.
    Index {
        x: ExprId,
        indices: Vec<ExprId>,
    },
    Slice {
        x: ExprId,
        lo: Option<ExprId>,
        hi: Option<ExprId>,
        max: Option<ExprId>,
        full: bool,
    },
    /// `x.(T)`; `None` is `x.(type)`.
    TypeAssert {
        x: ExprId,
        ty: Option<ExprId>,
    },
    Call(Box<Call>),
    /// `*x`: indirection or pointer type.
    Star(ExprId),
    Unary {
        op: UnOp,
        op_pos: Pos,
        x: ExprId,
    },
    Binary {
        op: BinOp,
        op_pos: Pos,
        x: ExprId,
        y: ExprId,
    },
    /// `key: value` inside a composite literal.
    KeyValue {
        key: ExprId,
        value: ExprId,
    },

    // Types that are not also expressions.
    /// `[len]elem`; `None` is `[...]elem`.
    ArrayType {
        len: Option<ExprId>,
        elem: ExprId,
    },
    SliceType(ExprId),
    /// `...T` in a parameter list.
    Ellipsis(Option<ExprId>),
    StructType(Vec<Field>),
    FuncType(Box<FuncSig>),
    InterfaceType(Vec<InterfaceElem>),
    MapType {
        key: ExprId,
        value: ExprId,
    },
    ChanType {
        dir: ChanDir,
        elem: ExprId,
    },
}

#[derive(Clone, Debug)]
pub struct CompositeLit {
    /// `None` where the type is elided.
    pub ty: Option<ExprId>,
    pub elems: Vec<ExprId>,
    pub lbrace: Pos,
    pub rbrace: Pos,
}

#[derive(Clone, Debug)]
pub struct FuncLit {
    pub sig: FuncSig,
    pub body: Block,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub fun: ExprId,
    pub args: Vec<ExprId>,
    /// The last argument is followed by `...`.
    pub spread: bool,
    pub lparen: Pos,
    pub rparen: Pos,
}

#[derive(Clone, Debug)]
pub enum InterfaceElem {
    Method {
        name: ExprId,
        sig: FuncSig,
        span: Span,
    },
    /// An embedded type or a union: `Binary { op: Or }` of terms, a term being a type or
    /// `Unary { op: Tilde }`.
    Embed(ExprId),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LitKind {
    Int,
    Float,
    Imag,
    Char,
    /// Interpreted or raw; the text includes the quotes.
    String,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ChanDir {
    Both,
    Send,
    Recv,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UnOp {
    Plus,
    Neg,
    Not,
    /// `^x`
    Xor,
    /// `&x`
    Addr,
    /// `<-x`
    Recv,
    /// `~T` in a constraint
    Tilde,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
    Xor,
    AndNot,
    Shl,
    Shr,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    AndAnd,
    OrOr,
}

impl BinOp {
    pub fn is_comparison(self) -> bool {
        matches!(self, BinOp::Eq | BinOp::Ne | BinOp::Lt | BinOp::Le | BinOp::Gt | BinOp::Ge)
    }

    pub fn is_shift(self) -> bool {
        matches!(self, BinOp::Shl | BinOp::Shr)
    }

    pub fn is_logical(self) -> bool {
        matches!(self, BinOp::AndAnd | BinOp::OrOr)
    }

    pub fn text(self) -> &'static str {
        match self {
            BinOp::Add => "+",
            BinOp::Sub => "-",
            BinOp::Mul => "*",
            BinOp::Div => "/",
            BinOp::Rem => "%",
            BinOp::And => "&",
            BinOp::Or => "|",
            BinOp::Xor => "^",
            BinOp::AndNot => "&^",
            BinOp::Shl => "<<",
            BinOp::Shr => ">>",
            BinOp::Eq => "==",
            BinOp::Ne => "!=",
            BinOp::Lt => "<",
            BinOp::Le => "<=",
            BinOp::Gt => ">",
            BinOp::Ge => ">=",
            BinOp::AndAnd => "&&",
            BinOp::OrOr => "||",
        }
    }
}

impl UnOp {
    pub fn text(self) -> &'static str {
        match self {
            UnOp::Plus => "+",
            UnOp::Neg => "-",
            UnOp::Not => "!",
            UnOp::Xor => "^",
            UnOp::Addr => "&",
            UnOp::Recv => "<-",
            UnOp::Tilde => "~",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Block {
    pub stmts: Vec<Stmt>,
    pub lbrace: Pos,
    pub rbrace: Pos,
}

#[derive(Clone, Debug)]
pub struct Stmt {
    pub kind: StmtKind,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum StmtKind {
    Bad,
    Empty,
    Expr(ExprId),
    Send {
        ch: ExprId,
        value: ExprId,
    },
    IncDec {
        x: ExprId,
        inc: bool,
    },
    /// `=` and `op=`; with `op` there is one operand on each side.
    Assign {
        lhs: Vec<ExprId>,
        rhs: Vec<ExprId>,
        op: Option<BinOp>,
        op_pos: Pos,
    },
    /// `:=`
    Define {
        lhs: Vec<ExprId>,
        rhs: Vec<ExprId>,
        op_pos: Pos,
    },
    /// `const`, `var` or `type` inside a function (never `Import` or `Func`).
    Decl(Vec<Decl>),
    Go(ExprId),
    Defer(ExprId),
    Return(Vec<ExprId>),
    Break(Option<Name>),
    Continue(Option<Name>),
    Goto(Name),
    Fallthrough,
    Block(Block),
    If(Box<IfStmt>),
    Switch(Box<SwitchStmt>),
    TypeSwitch(Box<TypeSwitchStmt>),
    Select {
        cases: Vec<CommClause>,
        lbrace: Pos,
        rbrace: Pos,
    },
    For(Box<ForStmt>),
    Range(Box<RangeStmt>),
    Labeled {
        label: Name,
        stmt: Box<Stmt>,
    },
}

#[derive(Clone, Debug)]
pub struct IfStmt {
    pub init: Option<Stmt>,
    pub cond: ExprId,
    pub then: Block,
    /// `Block` or `If`.
    pub els: Option<Stmt>,
}

#[derive(Clone, Debug)]
pub struct SwitchStmt {
    pub init: Option<Stmt>,
    pub tag: Option<ExprId>,
    pub cases: Vec<CaseClause>,
    pub lbrace: Pos,
    pub rbrace: Pos,
}

#[derive(Clone, Debug)]
pub struct CaseClause {
    pub span: Span,
    /// Empty and `default` for the default clause.
    pub exprs: Vec<ExprId>,
    pub default: bool,
    pub colon: Pos,
    pub body: Vec<Stmt>,
}

#[derive(Clone, Debug)]
pub struct TypeSwitchStmt {
    pub init: Option<Stmt>,
    /// `x` in `switch x := y.(type)`. An `Ident` expression.
    pub bind: Option<ExprId>,
    /// `y`, without the `.(type)`.
    pub x: ExprId,
    /// The case expressions are types or `nil`.
    pub cases: Vec<CaseClause>,
    pub lbrace: Pos,
    pub rbrace: Pos,
}

#[derive(Clone, Debug)]
pub struct CommClause {
    pub span: Span,
    /// A send, an expression (receive), an assignment or definition from a receive; `None` is
    /// `default`.
    pub comm: Option<Stmt>,
    pub colon: Pos,
    pub body: Vec<Stmt>,
}

#[derive(Clone, Debug)]
pub struct ForStmt {
    pub init: Option<Stmt>,
    pub cond: Option<ExprId>,
    pub post: Option<Stmt>,
    pub body: Block,
}

#[derive(Clone, Debug)]
pub struct RangeStmt {
    pub key: Option<ExprId>,
    pub value: Option<ExprId>,
    /// A third variable, which is wrong.
    pub extra: Option<ExprId>,
    /// `:=` rather than `=`.
    pub define: bool,
    pub x: ExprId,
    pub for_pos: Pos,
    pub body: Block,
}
