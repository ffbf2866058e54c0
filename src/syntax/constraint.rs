//! `//go:build` lines: reading them, asking whether they hold, and which Go version they imply.
//!
//! Takes text and tags, knows nothing of targets.

/// A build constraint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Constraint {
    Tag(String),
    Not(Box<Constraint>),
    And(Box<Constraint>, Box<Constraint>),
    Or(Box<Constraint>, Box<Constraint>),
}

/// Deeper parentheses than this are an error.
const MAX_NESTING: usize = 100;

impl Constraint {
    /// Reads the expression after `//go:build`. The error is the byte offset in `text` and a
    /// message.
    pub fn parse(text: &str) -> Result<Constraint, (usize, String)> {
        let mut p = Parser { text, at: 0, nesting: 0 };
        let x = p.or()?;
        match p.peek() {
            "" => Ok(x),
            tok => Err((p.at, format!("unexpected token {tok}"))),
        }
    }

    /// Reports whether the constraint holds where exactly the tags with `has` are set.
    pub fn holds(&self, has: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Constraint::Tag(tag) => has(tag),
            Constraint::Not(x) => !x.holds(has),
            Constraint::And(x, y) => x.holds(has) && y.holds(has),
            Constraint::Or(x, y) => x.holds(has) || y.holds(has),
        }
    }

    /// N, if the constraint can hold only from Go 1.N on.
    pub fn go_version(&self) -> Option<u32> {
        match self {
            Constraint::Tag(tag) if tag == "go1" => Some(0),
            Constraint::Tag(tag) => tag.strip_prefix("go1.")?.parse().ok(),
            // Like the go command: a negation says nothing.
            Constraint::Not(_) => None,
            Constraint::And(x, y) => x.go_version().max(y.go_version()),
            Constraint::Or(x, y) => Some(x.go_version()?.min(y.go_version()?)),
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    nesting: usize,
}

type Result_<T> = Result<T, (usize, String)>;

impl<'a> Parser<'a> {
    /// The next token; empty at the end.
    fn peek(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let blank = rest.len() - rest.trim_start().len();
        self.at += blank;
        let rest = &rest[blank..];
        let len = match rest.as_bytes() {
            [b'&', b'&', ..] | [b'|', b'|', ..] => 2,
            [b'(' | b')' | b'!', ..] => 1,
            _ => rest.find(|c| !is_tag_char(c)).unwrap_or(rest.len()),
        };
        match rest.chars().next() {
            Some(c) if len == 0 => &rest[..c.len_utf8()],
            _ => &rest[..len],
        }
    }

    fn got(&mut self, tok: &str) -> bool {
        let found = self.peek() == tok;
        if found {
            self.at += tok.len();
        }
        found
    }

    fn or(&mut self) -> Result_<Constraint> {
        let mut x = self.and()?;
        while self.got("||") {
            x = Constraint::Or(Box::new(x), Box::new(self.and()?));
        }
        Ok(x)
    }

    fn and(&mut self) -> Result_<Constraint> {
        let mut x = self.not()?;
        while self.got("&&") {
            x = Constraint::And(Box::new(x), Box::new(self.not()?));
        }
        Ok(x)
    }

    fn not(&mut self) -> Result_<Constraint> {
        if self.got("!") {
            if self.peek() == "!" {
                return Err((self.at, "double negation not allowed".to_owned()));
            }
            return Ok(Constraint::Not(Box::new(self.not()?)));
        }
        if self.got("(") {
            if self.nesting == MAX_NESTING {
                return Err((self.at, "build expression too large".to_owned()));
            }
            self.nesting += 1;
            let x = self.or()?;
            self.nesting -= 1;
            return match self.got(")") {
                true => Ok(x),
                false => Err((self.at, "missing close paren".to_owned())),
            };
        }
        match self.peek() {
            "" => Err((self.at, "unexpected end of expression".to_owned())),
            tok if tok.starts_with(is_tag_char) => {
                self.at += tok.len();
                Ok(Constraint::Tag(tok.to_owned()))
            }
            tok => Err((self.at, format!("unexpected token {tok}"))),
        }
    }
}

fn is_tag_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '.'
}

/// The `//go:build` line of a file: the byte offset of its expression, and the expression. It
/// stands above the package clause, among comments and blank lines only.
pub fn find(text: &str) -> Option<(usize, &str)> {
    let text_start = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let mut at = text_start;
    while at < text.len() {
        let rest = &text[at..];
        if let Some(after) = rest.strip_prefix("/*") {
            at += 2 + after.find("*/")? + 2;
            continue;
        }
        let line = rest.lines().next().unwrap_or("");
        if let Some(comment) = line.trim_start().strip_prefix("//") {
            // Only a comment that starts its line counts, and only its first line of this kind.
            if let Some(expr) = comment.strip_prefix("go:build").filter(|e| is_separate(e)) {
                let lo = at + (line.len() - expr.len());
                return Some((lo, expr));
            }
            at += line.len();
            continue;
        }
        let blank = rest.len() - rest.trim_start().len();
        if blank == 0 {
            return None;
        }
        at += blank;
    }
    None
}

fn is_separate(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(expr: &str, tags: &[&str]) -> bool {
        Constraint::parse(expr).unwrap().holds(&|t| tags.contains(&t))
    }

    #[test]
    fn precedence_and_negation() {
        assert!(holds("a || b && c", &["a"]));
        assert!(!holds("(a || b) && c", &["a"]));
        assert!(holds(" !a&&!(b||c) ", &[]));
    }

    #[test]
    fn errors_have_positions() {
        let error = |text| Constraint::parse(text).unwrap_err();
        assert_eq!(error("a &&"), (4, "unexpected end of expression".into()));
        assert_eq!(error("(a"), (2, "missing close paren".into()));
        assert_eq!(error("a b"), (2, "unexpected token b".into()));
        assert_eq!(error("!!a"), (1, "double negation not allowed".into()));
        assert_eq!(error("a,b"), (1, "unexpected token ,".into()));
        assert!(Constraint::parse(&"(".repeat(100_000)).is_err());
    }

    #[test]
    fn versions() {
        let version = |text| Constraint::parse(text).unwrap().go_version();
        assert_eq!(version("go1.21"), Some(21));
        assert_eq!(version("linux && go1.18"), Some(18));
        assert_eq!(version("go1.22 || go1.20"), Some(20));
        assert_eq!(version("linux || go1.20"), None);
        assert_eq!(version("!go1.20"), None);
    }

    #[test]
    fn found_only_above_the_package_clause() {
        let found = |text| find(text).map(|(at, e)| (at, e.trim().to_owned()));
        assert_eq!(found("// c\n\n//go:build a && b\n\npackage p"), Some((16, "a && b".into())));
        assert_eq!(found("/* c\n */ //go:build x\npackage p"), Some((19, "x".into())));
        assert_eq!(found("package p\n//go:build x\n"), None);
        assert_eq!(found("//go:builder x\npackage p"), None);
        assert_eq!(found("\u{FEFF}//go:build x\r\npackage p"), Some((13, "x".into())));
    }
}
